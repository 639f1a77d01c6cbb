"""Small real PDF files, made by code: one page, one standard font, a correct cross-reference table."""
import hashlib


def pdf(*lines):
    """A PDF of one A4 page with these lines of text; the same lines give the same bytes."""
    content = ["BT /F1 12 Tf 56 780 Td 16 TL"]
    content += [f"({_escape(line)}) Tj T*" for line in lines]
    content.append("ET")
    stream = "\n".join(content).encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def letter(title, key, *paragraphs):
    """A letter that no other has the bytes of: the key is printed in it."""
    return pdf("RINGEBU KOMMUNE (PRØVEDATA)", "", title, "", *paragraphs, "", f"Referanse: {key}")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def _escape(text):
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
