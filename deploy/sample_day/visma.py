"""What Visma sends: a CloudEvent about a finished document, with the file by URL."""
import json
import uuid

from .documents import sha256


def event(*, key, case, kind, title, subject, recipients, file_name, url, data, date, direction="UT",
          sender=None, hjemmel="Offl. § 13, jf. fvl. § 13 første ledd nr. 1"):
    """`kind` is Visma's document type; `recipients` are ("FORESATT"|"KOPI"..., Person or Organisation)."""
    return json.dumps({
        "specversion": "1.0",
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"visma/{key}/{sha256(data)}")),
        "source": "urn:kommune:3439:visma-flyt-ppt",
        "type": "no.kommune.ppt.dokument.ferdigstilt.v1",
        "time": f"{date}T08:02:11Z",
        "subject": f"sak/{case}",
        "datacontenttype": "application/json",
        "dataschema": "urn:fangst:schema:fagsystem-dokument:v1",
        "data": {
            "tenant": "3439",
            "sak": {"id": case, "type": "SAKKYNDIG_VURDERING", "opprettet": "2026-02-03", "status": "UNDER_ARBEID",
                    "tittel": "PPT-mappe", "enhet": "PPT Midt-Gudbrandsdal", "saksbehandler": "siha"},
            "gjelder": {"fnr": subject.number, "fornavn": subject.given_name, "etternavn": subject.family_name,
                        "rolle": "ELEV"},
            "dokument": {
                "id": key, "retning": direction, "dato": date, "type": kind, "tittel": title, "signertAv": "siha",
                "filer": [{"filnavn": file_name, "mimeType": "application/pdf", "rolle": "HOVEDDOKUMENT", "url": url,
                           "sha256": sha256(data), "bytes": len(data)}],
            },
            **({"mottakere": [_party(who, relasjon=relation) for relation, who in recipients]} if recipients else {}),
            **({"avsender": _party(sender)} if sender else {}),
            "taushetsplikt": {"unntattOffentlighet": True, "hjemmel": hjemmel},
        },
    }, ensure_ascii=False).encode()


def _party(who, **relation):
    if hasattr(who, "street"):
        return {"type": "PERSON", "fnr": who.number, "navn": who.name, "adresse": who.adresse, **relation}
    return {"type": "VIRKSOMHET", "orgnr": who.number, "navn": who.name, **relation}
