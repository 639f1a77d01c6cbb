"""What Gerica sends: a KITH MsgHead with a Dialogmelding and the letter as attachment."""
import base64
import uuid
from xml.sax.saxutils import escape

OWN_HER_ID = "90000001"
OFFICE_HER_ID = "90000002"
DOCTOR_HER_ID = "90000003"


def message(*, key, tema, patient, documents, date, outbound=True, note="Se vedlagt brev."):
    """`documents` are (description, bytes). Outbound: the municipality is the sender."""
    attachments = "".join(_attachment(description, data, date) for description, data in documents)
    own = _organisation("RINGEBU KOMMUNE", OWN_HER_ID, "Tildelingskontoret", OFFICE_HER_ID)
    other = _organisation("RINGEBU LEGESENTER (TEST)", DOCTOR_HER_ID)
    sender, receiver = (own, other) if outbound else (other, own)
    message_id = uuid.uuid5(uuid.NAMESPACE_URL, f"gerica/{key}")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24">
  <MsgInfo>
    <Type V="DIALOG_NOTAT" DN="Notat"/>
    <MIGversion>v1.2 2006-05-24</MIGversion>
    <GenDate>{date}T09:14:22</GenDate>
    <MsgId>{message_id}</MsgId>
    <Ack V="J" DN="Ja"/>
    <Sender>{sender}</Sender>
    <Receiver>{receiver}</Receiver>
    <Patient>
      <FamilyName>{escape(patient.family_name)}</FamilyName>
      <GivenName>{escape(patient.given_name)}</GivenName>
      <DateOfBirth>{patient.birth_date}</DateOfBirth>
      <Ident><Id>{patient.number}</Id><TypeId V="FNR" DN="Fødselsnummer" S="2.16.578.1.12.4.1.1.8116"/></Ident>
      <Address><Type V="H" DN="Bostedsadresse"/><StreetAdr>{escape(patient.street)}</StreetAdr>\
<PostalCode>{patient.postnummer}</PostalCode><City>{patient.poststed}</City></Address>
    </Patient>
  </MsgInfo>
  <Document>
    <RefDoc>
      <IssueDate V="{date}T09:14:22"/>
      <MsgType V="XML" DN="XML-instans"/>
      <Content>
        <Dialogmelding xmlns="http://www.kith.no/xmlstds/dialog/2006-10-11">
          <Notat>
            <TemaKodet V="3" DN="Tjenestetilbud" S="2.16.578.1.12.4.1.1.9153"/>
            <Tema>{escape(tema)}</Tema>
            <TekstNotatInnhold>{escape(note)}</TekstNotatInnhold>
            <DokIdNotat>{escape(key)}</DokIdNotat>
            <DatoNotat>{date}</DatoNotat>
          </Notat>
        </Dialogmelding>
      </Content>
    </RefDoc>
  </Document>{attachments}
</MsgHead>
""".encode()


def hostile(key, patient):
    """An external entity in a DOCTYPE: must be refused before it is resolved."""
    good = message(key=key, tema="Vedtak", patient=patient, documents=[], date="2026-03-10").decode()
    declaration, rest = good.split("\n", 1)
    doctype = '<!DOCTYPE MsgHead [<!ENTITY innhold SYSTEM "file:///etc/hostname">]>'
    return f"{declaration}\n{doctype}\n{rest.replace('Se vedlagt brev.', '&innhold;')}".encode()


def _organisation(name, her_id, office=None, office_her_id=None):
    inner = _organisation(office, office_her_id) if office else ""
    type_id = '<TypeId V="HER" DN="HER-id" S="2.16.578.1.12.4.1.1.9051"/>'
    return (f"<Organisation><OrganisationName>{escape(name)}</OrganisationName>"
            f"<Ident><Id>{her_id}</Id>{type_id}</Ident>{inner}</Organisation>")


def _attachment(description, data, date):
    encoded = base64.b64encode(data).decode()
    return f"""
  <Document>
    <RefDoc>
      <IssueDate V="{date}T09:14:20"/>
      <MsgType V="A" DN="Vedlegg"/>
      <MimeType>application/pdf</MimeType>
      <Description>{escape(description)}</Description>
      <Content><Base64Container xmlns="http://www.kith.no/xmlstds/base64container">{encoded}</Base64Container></Content>
    </RefDoc>
  </Document>"""
