"""The list of the sample day: what is handed in, by whom, and what must become of it."""
import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Callable

from . import generic, gerica, norkart, visma
from .documents import letter, sha256
from .people import Population

XML, EVENT, JSON = "application/xml", "application/cloudevents+json", "application/json"


@dataclass
class Entry:
    source: str
    format: str
    key: str
    shows: str  # what this one is here to show, in bokmål
    hand_in: Callable  # Client -> Answer; may be repeated with the same outcome
    expected: str = "finished"  # finished, refused or duplicate
    statuses: tuple = (201,)
    channels: tuple = ()  # of the letters, sorted; empty: archive only
    case: str = ""
    files: list = field(default_factory=list)  # (name, bytes) the source serves by URL
    during_outage: bool = False
    parks_first: bool = False  # a dependency refuses it until the script has mended the cause
    journalpost_order: int = 0  # its place among those of the same case


class Day:
    """Builds the entries; `file_url` says where a source's own files are served."""

    def __init__(self, file_url, seed=2026):
        self._file_url = file_url
        self._population = Population(seed)
        self.registry = []
        self.entries = []
        self._make_people()
        self._gerica()
        self._visma()
        self._norkart()
        self._generic()

    # -- people

    def _make_people(self):
        who = SimpleNamespace()
        who.digipost = self._registered(mailbox="digipost")
        who.digipost2 = self._registered(mailbox="digipost")
        who.eboks = self._registered(mailbox="eboks")
        who.notified = self._registered()
        who.notified2 = self._registered()
        who.no_certificate = self._registered(mailbox="digipost", emptyCertificate=True)
        who.one_fresh = self._registered(mailbox="digipost", daysAgo=900, mobileDaysAgo=30)
        who.expired = self._registered(mailbox="digipost", daysAgo=900, filtered=False)
        who.reserved = self._registered(mailbox="digipost", reservert=True)
        who.deleted = self._registered(status="SLETTET")
        who.unregistered = self._registered(status="IKKE_REGISTRERT")
        who.dropped = self._registered()
        who.refused = self._registered()
        who.school = self._population.organisation("Testdal vidaregåande skule")
        who.company = self._population.organisation("Prøvegarden eigedom AS")
        who.abroad = SimpleNamespace(name="Ukjent Eier (prøvedata)", number="", street="Prøvegata 9",
                                     adresse={"adresselinje1": "Prøvegata 9", "postnummer": "2630", "poststed": "RINGEBU",
                                              "landkode": "NO"})
        self.who = who

    def _registered(self, **facts):
        """In the words of the sandbox: confirmed 30 days ago unless `daysAgo` or `mobileDaysAgo` says otherwise."""
        person = self._population.person()
        self.registry.append({"fnr": person.number, "status": "AKTIV", "daysAgo": 30, **facts})
        return person

    # -- Gerica: MsgHead

    def _gerica(self):
        who = self.who
        for shows, patient, channel in (
                ("digital postkasse hos Digipost", who.digipost, "digipost"),
                ("digital postkasse hos e-Boks", who.eboks, "svarut"),
                ("varsles, uten postkasse", who.notified, "svarut"),
                ("reservert: papir", who.reserved, "svarut_print"),
                ("utløpt kontaktinformasjon: papir", who.expired, "svarut_print"),
                ("slettet i registeret: papir", who.deleted, "svarut_print"),
                ("ikke i registeret: papir", who.unregistered, "svarut_print"),
                ("gammel e-post, fersk mobil", who.one_fresh, "digipost"),
                ("postkasse uten sertifikat", who.no_certificate, "svarut")):
            self._gerica_letter(shows, patient, (channel,), during_outage=True)
        self._gerica_letter("innkommende: bare arkiv", who.digipost2, (), outbound=False)
        first = self.entries[0]
        self._repeat(first, "samme melding én gang til")
        changed = gerica.message(key=first.key, tema="Vedtak om helsetjenester i hjemmet", patient=who.digipost,
                                 documents=[("Vedtaksbrev.pdf", letter("Vedtak", first.key, "Endret innhold."))],
                                 date="2026-03-10")
        self._conflict(first, "samme nøkkel, annet innhold", _message("gerica-msghead", changed, XML))
        self._refused("gerica", "gerica-msghead", "GERICA-FEIL-1", "XML som er kuttet av",
                      _message("gerica-msghead", changed[:len(changed) // 2], XML))
        self._refused("gerica", "gerica-msghead", "GERICA-FEIL-2", "DOCTYPE med ekstern entitet",
                      _message("gerica-msghead", gerica.hostile("GERICA-FEIL-2", who.digipost), XML))

    def _gerica_letter(self, shows, patient, channels, outbound=True, during_outage=False):
        key = f"GERICA-VEDTAK-2026-{1001 + len(self.entries)}"
        pdf = letter("Vedtak om helsetjenester i hjemmet", key, f"{patient.name} er innvilget helsetjenester i hjemmet.")
        message = gerica.message(key=key, tema="Vedtak om helsetjenester i hjemmet", patient=patient,
                                 documents=[(f"Vedtaksbrev {key}.pdf", pdf)], date="2026-03-10", outbound=outbound)
        self._add("gerica", "gerica-msghead", key, shows, _message("gerica-msghead", message, XML), channels=channels,
                  during_outage=during_outage)

    # -- Visma: document events

    def _visma(self):
        who, start = self.who, len(self.entries)
        self._visma_letter("digipost til foresatt, kopi til skole", [("FORESATT", who.digipost2), ("KOPI", who.school)],
                           ("digipost", "svarut"))
        self._visma_letter("varsles, uten postkasse", [("FORESATT", who.notified2)], ("svarut",), during_outage=True)
        self._visma_letter("reservert: papir", [("FORESATT", who.reserved)], ("svarut_print",), during_outage=True)
        self._visma_letter("virksomhet", [("KOPI", who.school)], ("svarut",))
        self._visma_letter("to foresatte, hver sin kanal", [("FORESATT", who.eboks), ("FORESATT", who.unregistered)],
                           ("svarut", "svarut_print"))
        self._visma_letter("innkommende: bare arkiv", [], (), direction="INN", sender=who.digipost)
        self._visma_letter("internt dokument: bare arkiv", [], (), direction="INT")
        first = self.entries[start]
        self._repeat(first, "samme hendelse én gang til")
        changed, _ = self._visma_event(first.key, [("FORESATT", who.notified2)], "UT", "Endret innhold")
        self._conflict(first, "samme nøkkel, annet innhold", _message("visma-hendelse", changed, EVENT))
        self._refused("visma", "visma-hendelse", "d-feil-1", "JSON som er kuttet av",
                      _message("visma-hendelse", changed[:len(changed) // 2], EVENT))
        elsewhere = json.loads(changed)
        elsewhere["id"], elsewhere["data"]["dokument"]["id"] = "feil-2", "d-feil-2"
        elsewhere["data"]["dokument"]["filer"][0]["url"] = "http://127.0.0.1:9/ikke-avtalt.pdf"
        self._refused("visma", "visma-hendelse", "d-feil-2", "fil fra en vert som ikke er avtalt",
                      _message("visma-hendelse", json.dumps(elsewhere).encode(), EVENT))

    def _visma_letter(self, shows, recipients, channels, direction="UT", sender=None, during_outage=False):
        key = f"d-{77001 + len(self.entries)}"
        event, file = self._visma_event(key, recipients, direction, "Sakkyndig vurdering", sender)
        self._add("visma", "visma-hendelse", key, shows, _message("visma-hendelse", event, EVENT), channels=channels,
                  files=[file], during_outage=during_outage)

    def _visma_event(self, key, recipients, direction, text, sender=None):
        pdf = letter("Sakkyndig vurdering", key, text)
        name = f"visma-{key}-{sha256(pdf)[:8]}.pdf"
        subject = recipients[0][1] if recipients and hasattr(recipients[0][1], "street") else self.who.digipost2
        event = visma.event(key=key, case=f"PPT-2026-{key}", kind="SAKKYNDIG_VURDERING", title="Sakkyndig vurdering",
                            subject=subject, recipients=recipients, file_name=f"sakkyndig-vurdering-{key}.pdf",
                            url=self._file_url(name), data=pdf, date="2026-04-14", direction=direction,
                            sender=sender)
        return event, (name, pdf)

    # -- Norkart: KOMTEK inspections

    def _norkart(self):
        who, start = self.who, len(self.entries)
        chimney = ("SKORSTEIN", "Brennbart materiale under 10 cm fra skorstein")
        self._norkart_report("tilsynsrapport med avvik", who.digipost, ("digipost",), [chimney])
        self._norkart_report("tilsynsrapport uten avvik", who.notified, ("svarut",), during_outage=True)
        self._norkart_report("utløpt kontaktinformasjon", who.expired, ("svarut_print",), [chimney])
        self._norkart_report("eier er en virksomhet", who.company, ("svarut",), [chimney])
        self._norkart_report("eier ikke i registeret", who.unregistered, ("svarut_print",))
        first = self.entries[start]
        self._repeat(first, "samme hendelse én gang til")
        changed, _ = self._norkart_event(first.key.split("/")[0], who.digipost, [chimney, chimney], "Endret rapport")
        self._conflict(first, "samme nøkkel, annet innhold", _message("norkart-hendelse", changed, EVENT))
        broken = json.loads(changed)
        del broken["data"]["eiendom"], broken["data"]["rapport"]["sha256"]
        broken["data"]["oppdragId"], broken["id"] = "2026-FEIL-1", "feil-1"
        self._refused("norkart", "norkart-hendelse", "2026-FEIL-1", "hendelse uten eiendom",
                      _message("norkart-hendelse", json.dumps(broken).encode(), EVENT))

    def _norkart_report(self, shows, owner, channels, deviations=(), during_outage=False):
        key = f"2026-{4401 + len(self.entries):06d}"
        event, file = self._norkart_event(key, owner, deviations, "Rapport")
        self._add("norkart", "norkart-hendelse", f"{key}/tilsyn.utfort", shows, _message("norkart-hendelse", event, EVENT),
                  channels=channels, files=[file], during_outage=during_outage)

    def _norkart_event(self, key, owner, deviations, text):
        pdf = letter("Tilsynsrapport fyringsanlegg", key, text, *[description for _, description in deviations])
        name = f"norkart-{key}-{sha256(pdf)[:8]}.pdf"
        event = norkart.event(key=key, owner=owner, address="Jønndalsvegen 12, 2630 Ringebu", parcel=(41, int(key[-3:])),
                              file_name=f"tilsynsrapport-{key}.pdf", url=self._file_url(name), data=pdf,
                              date="2026-05-06", deviations=deviations)
        return event, (name, pdf)

    # -- the generic submission, multipart and claim check

    def _generic(self):
        who = self.who
        self._multipart("visma", "V-BREV-1", "vedtak med vedlegg", [("EM", who.digipost)], ("digipost",), attachments=2)
        self._claim_check("visma", "V-BREV-2", "vedtak, filer lastet opp først", [("EM", who.eboks)], ("svarut",))
        self._claim_check("norkart", "N-BREV-1", "vedtak til virksomhet, filer først", [("EM", who.company)], ("svarut",))
        self._multipart("visma", "V-BREV-3", "tre mottakere, tre kanaler",
                        [("EM", who.digipost2), ("EM", who.reserved), ("EK", who.school)],
                        ("digipost", "svarut", "svarut_print"))
        self._multipart("norkart", "N-BREV-2", "mottaker uten fødselsnummer: papir", [("EM", who.abroad)], ("svarut_print",))
        self._multipart("norkart", "N-VARSEL-1", "servicemelding trenger ikke fersk varsling", [("EM", who.expired)],
                        ("digipost",), letter_kind="servicemelding")
        self._multipart("norkart", "N-VARSEL-2", "servicemelding til ukjent: ingen forsendelse", [("EM", who.unregistered)],
                        (), letter_kind="servicemelding")
        for number in (1, 2, 3):
            self._multipart("visma", f"V-SAK-7-{number}", f"dokument {number} av 3 i samme sak", [("EM", who.notified2)],
                            ("svarut",), case="V-SAK-7", order=number)
        self._multipart("gerica", "G-NOTAT-1", "notat: bare arkiv", [], (), kind="notat", journalposttype="X", dispatch=False)
        self._multipart("norkart", "N-INN-1", "innkommende brev: bare arkiv", [("EA", who.company)], (),
                        kind="inngaaende", journalposttype="I", dispatch=False)
        self._multipart("visma", "V-MISTET-1", "SvarUT mister forbindelsen etter mottak", [("EM", who.dropped)], ("svarut",))
        self._multipart("visma", "V-AVVIST-1", "SvarUT avviser mottakeren, til det er rettet", [("EM", who.refused)],
                        ("svarut",), parks_first=True)
        self._generic_negative()

    def _generic_negative(self):
        who = self.who
        metadata, files = self._generic_letter("V-BREV-1", "visma", [("EM", who.digipost)], attachments=2)
        first = next(entry for entry in self.entries if entry.key == "V-BREV-1")
        self._repeat(first, "samme innsending én gang til")
        other = {**metadata, "journalpost": {**metadata["journalpost"], "tittel": "En annen tittel"}}
        self._conflict(first, "samme nøkkel, annen tittel", lambda client: client.submit_multipart(other, files))
        self._refused("visma", "innsending", "V-FEIL-1", "metadata uten sak og dokumenter",
                      lambda client: client.submit_multipart({"eksternNoekkel": "V-FEIL-1", "type": "vedtak"}, []))
        wrong, wrong_files = self._generic_letter("V-FEIL-2", "visma", [("EM", who.digipost)], with_hashes=True)
        wrong["dokumenter"][0]["sjekksum"] = "0" * 64
        self._refused("visma", "innsending", "V-FEIL-2", "innhold som ikke har oppgitt sjekksum",
                      lambda client: client.submit_multipart(wrong, wrong_files))

    def _generic_letter(self, key, source, recipients, *, case=None, attachments=0, with_hashes=False, **rest):
        documents = [("Brev", f"{key}.pdf", letter("Vedtak", key, "Du er innvilget det du har søkt om."))]
        documents += [(f"Vedlegg {n}", f"{key}-vedlegg-{n}.pdf", letter(f"Vedlegg {n}", key, "Opplysninger."))
                      for n in range(1, attachments + 1)]
        rest.setdefault("kind", "vedtak")
        metadata = generic.submission(key=key, case=case or f"S-{key}", title="Vedtak", documents=documents,
                                      recipients=recipients, fagsystem=source.capitalize(), with_hashes=with_hashes, **rest)
        return metadata, [(name, data) for _, name, data in documents]

    def _multipart(self, source, key, shows, recipients, channels, *, order=0, parks_first=False, case=None, **rest):
        metadata, files = self._generic_letter(key, source, recipients, case=case, **rest)
        self._add(source, "innsending", key, shows, lambda client: client.submit_multipart(metadata, files),
                  channels=channels, case=case or "", journalpost_order=order, parks_first=parks_first)

    def _claim_check(self, source, key, shows, recipients, channels):
        metadata, files = self._generic_letter(key, source, recipients, attachments=1, with_hashes=True)

        def hand_in(client):
            for _, data in files:
                answer = client.upload(sha256(data), data)
                if answer.status not in (200, 201):
                    return answer
            return client.send_json("POST", "/v1/submissions", metadata)

        self._add(source, "innsending", key, shows, hand_in, channels=channels)

    # -- entries

    def _add(self, source, message_format, key, shows, hand_in, **rest):
        rest["channels"] = tuple(sorted(rest.get("channels", ())))
        self.entries.append(Entry(source, message_format, key, shows, hand_in, **rest))

    def _repeat(self, original, shows):
        self._add(original.source, original.format, original.key, shows, original.hand_in, expected="duplicate",
                  statuses=(200,))

    def _conflict(self, original, shows, hand_in):
        self._add(original.source, original.format, original.key, shows, hand_in, expected="refused", statuses=(409,))

    def _refused(self, source, message_format, key, shows, hand_in, statuses=(400, 422)):
        self._add(source, message_format, key, shows, hand_in, expected="refused", statuses=statuses)


def _message(message_format, message, content_type):
    return lambda client: client.submit_message(message_format, message, content_type)
