"""The bodies that are handed in: a 20 KiB document, with a key of its own in every request (the load generator puts it
in for @KEY@), so that no two documents are alike."""
import json

BOUNDARY = "fangst-bench-boundary"
DOCUMENT_BYTES = 20 * 1024
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def document():
    head = b"%PDF-1.7\n%"
    tail = b"\n% @KEY@\n%%EOF\n"
    return head + b"x" * (DOCUMENT_BYTES - len(head) - len(tail)) + tail


def submission(kind, person=None):
    metadata = {
        "eksternNoekkel": "@KEY@", "type": kind,
        "sak": {"eksternNoekkel": {"fagsystem": "Visma", "noekkel": "@KEY@"}, "tittel": "Sak om tjenester", "arkivdel": "FELLES"},
        "journalpost": {"tittel": "Svar på søknad", "journalposttype": "U" if person else "N", "dokumentetsDato": "2026-03-10"},
        "dokumenter": [{"tittel": "Svar", "dokumenttype": "BREV", "filnavn": "svar.pdf", "mimeType": "application/pdf"}],
    }
    if person:
        metadata["journalpost"]["korrespondansepart"] = [
            {"korrespondanseparttype": "EM", "navn": "Prøve Person", "personidentifikator": person,
             "adresse": {"adresselinje1": "Prøveveien 1", "postnummer": "2630", "poststed": "RINGEBU"}}]
        metadata["forsendelse"] = {"ekspeder": True, "innhold": "enkeltvedtak"}
    parts = [(b'name="metadata"', b"application/json", json.dumps(metadata, ensure_ascii=False).encode()),
             (b'name="fil"; filename="svar.pdf"', b"application/pdf", document())]
    body = b""
    for disposition, content_type, data in parts:
        body += b"--" + BOUNDARY.encode() + b"\r\nContent-Disposition: form-data; " + disposition
        body += b"\r\nContent-Type: " + content_type + b"\r\n\r\n" + data + b"\r\n"
    return body + b"--" + BOUNDARY.encode() + b"--\r\n"
