"""Fangst's own generic submission (schemas/innsending.schema.json)."""
from .documents import sha256


def submission(*, key, kind, case, title, documents, recipients=(), journalposttype="U", dispatch=True,
               letter_kind="enkeltvedtak", arkivdel="FELLES", fagsystem="Visma", hjemmel=None, with_hashes=False):
    """`documents` are (title, file name, bytes), the main document first; `recipients` are (type, Person/Organisation/address)."""
    skjerming = {"tilgangsrestriksjon": "UO", "skjermingshjemmel": hjemmel,
                 "skjermingOpphoererDato": "2086-03-12"} if hjemmel else None
    sak = {"eksternNoekkel": {"fagsystem": fagsystem, "noekkel": case}, "tittel": f"Sak {case}", "arkivdel": arkivdel,
           "administrativEnhet": "Servicekontoret", "saksansvarlig": "Prøve Saksbehandler"}
    journalpost = {"tittel": title, "journalposttype": journalposttype, "dokumentetsDato": "2026-03-10",
                   "saksbehandler": "Prøve Saksbehandler",
                   "korrespondansepart": [_party(part_type, who) for part_type, who in recipients]}
    if skjerming:
        sak |= {"skjerming": skjerming, "offentligTittel": "Sak *****"}
        journalpost |= {"skjerming": skjerming, "offentligTittel": "Brev *****"}
    return {"eksternNoekkel": key, "type": kind, "sak": sak, "journalpost": journalpost,
            "dokumenter": [_document(index, document, with_hashes) for index, document in enumerate(documents)],
            "forsendelse": {"ekspeder": dispatch, "innhold": letter_kind}}


def _document(index, document, with_hashes):
    title, file_name, data = document
    described = {"tittel": title, "dokumenttype": "BREV", "tilknyttetRegistreringSom": "V" if index else "H",
                 "variantformat": "A", "filnavn": file_name, "mimeType": "application/pdf"}
    if with_hashes:
        described |= {"sjekksum": sha256(data), "filstoerrelse": len(data)}
    return described


def _party(part_type, who):
    party = {"korrespondanseparttype": part_type, "navn": who.name}
    if hasattr(who, "street"):
        party["adresse"] = who.adresse
        if who.number:
            party["personidentifikator"] = who.number
    else:
        party["organisasjonsnummer"] = who.number
    return party
