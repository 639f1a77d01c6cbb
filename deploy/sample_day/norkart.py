"""What Norkart's KOMTEK sends: a CloudEvent about an inspection, with the report by URL."""
import json

from .documents import sha256


def event(*, key, owner, address, parcel, file_name, url, data, date, deviations=()):
    gnr, bnr = parcel
    who = ({"type": "PERSON", "fnr": owner.number, "navn": owner.name, "adresse": owner.adresse}
           if hasattr(owner, "street") else {"type": "VIRKSOMHET", "orgnr": owner.number, "navn": owner.name})
    property_id = f"3439{gnr:05d}{bnr:04d}0000000"
    return json.dumps({
        "specversion": "1.0",
        "id": f"komtek-feiing-3439-{key}-r1",
        "source": "urn:kommune:3439:komtek-feiing",
        "type": "no.kommune.brannvern.tilsyn.utfort.v1",
        "time": f"{date}T11:42:00Z",
        "subject": f"eiendom/{property_id}",
        "datacontenttype": "application/json",
        "data": {
            "oppdragId": key, "oppdragstype": "TILSYN", "utfortDato": date, "utfortAv": "MGB-F12",
            "eiendom": {"matrikkelId": property_id, "kommunenr": "3439", "gnr": gnr, "bnr": bnr, "fnr": 0, "snr": 0,
                        "bygningsnr": 300123456, "adresse": address},
            "eier": who,
            "resultat": "AVVIK" if deviations else "INGEN_AVVIK",
            "avvik": [{"nr": number, "kategori": category, "beskrivelse": text, "frist": "2026-06-15",
                       "hjemmel": "Forskrift om brannforebygging § 6"}
                      for number, (category, text) in enumerate(deviations, start=1)],
            "rapport": {"tittel": "Tilsynsrapport fyringsanlegg", "filnavn": file_name, "mimeType": "application/pdf",
                        "url": url, "sha256": sha256(data)},
        },
    }, ensure_ascii=False).encode()
