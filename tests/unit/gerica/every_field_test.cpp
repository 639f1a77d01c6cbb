#include "msghead_sample.hpp"

#include <fangst/crypto/hasher.hpp>
#include <fangst/support/json_messages.hpp>

namespace fangst::gerica {
namespace {

using Json = nlohmann::json;
using Ids = std::vector<std::string>;

std::string ident(const std::string& id, const std::string& type, const std::string& list = "9051") {
  return "<Ident><Id>" + id + "</Id><TypeId V=\"" + type + "\" S=\"2.16.578.1.12.4.1.1." + list + "\"/></Ident>";
}

std::string organisation(const std::string& name, const std::string& idents, const std::string& inside = {}) {
  return "<Organisation><OrganisationName>" + name + "</OrganisationName>" + idents + inside + "</Organisation>";
}

/// Every field that is read, each with a value that no other has; the people are synthetic.
std::string whole_message() {
  return R"(<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"><MsgInfo><Type V="DIALOG_NOTAT"/>
   <MIGversion>v1.2 2006-05-24</MIGversion><GenDate>2026-04-11T23:59:59+02:00</GenDate><MsgId>melding-1</MsgId><ProcessingStatus V="P"/>)"
         "<Sender>" +
         organisation("Avsender", ident("101", "HER") + ident("310450006", "ENH"),
                      organisation("Avdeling", ident("102", "HER") + ident("991825827", "ENH"),
                                   organisation("Kontor", ident("103", "HER")))) +
         "</Sender><Receiver>" +
         organisation("Mottaker", ident("974760673", "ENH") + ident("201", "HER"),
                      organisation("Post", ident("202", "HER"))) +
         "</Receiver><OtherReceiver>" + organisation("Kopi en", ident("313770001", "ENH") + ident("301", "HER")) +
         "</OtherReceiver><OtherReceiver><Person/></OtherReceiver><OtherReceiver>" +
         organisation("Kopi to", ident("401", "HER")) +
         "</OtherReceiver><Patient><FamilyName>Etternavn</FamilyName><MiddleName>Mellom</MiddleName>"
         "<GivenName>For</GivenName>" +
         ident("pasient 7", "HPR", "8116") + ident("14833821238", "FNR", "8116") +
         "<Address><StreetAdr>Gata 1</StreetAdr><Postbox>Boks 2</Postbox><PostalCode>2630</PostalCode>"
         "<City>Ringebu</City><Country V=\"NO\"/></Address></Patient></MsgInfo>" +
         attachment("Image/JPEG", "bilde", "YWJj") + attachment("application/PDF", "brev", "JVBERi0x") +
         R"(<Document><RefDoc><MsgType V="XML"/><Content>
    <Dialogmelding xmlns="http://www.kith.no/xmlstds/dialog/2006-10-11"><Notat>
     <TemaKodet V="3" S="2.16.578.1.12.4.1.1.9153"/><Tema> Tema  av
     notatet </Tema><DokIdNotat>notat-1</DokIdNotat><DatoNotat>2026-03-10</DatoNotat>
     <RollerRelatertNotat><Person/></RollerRelatertNotat>
     <RollerRelatertNotat><HealthcareProfessional><FamilyName>Pleier</FamilyName><GivenName>Kari</GivenName>
     </HealthcareProfessional></RollerRelatertNotat>
     <RollerRelatertNotat><HealthcareProfessional><FamilyName>Annen</FamilyName></HealthcareProfessional></RollerRelatertNotat>
    </Notat></Dialogmelding></Content></RefDoc></Document>)" +
         attachment("application/pdf", "brev", "JVBERi0y") + attachment("text/plain", "", "dGVrc3Q=") + "</MsgHead>";
}

ports::SourceProfile whole_source(const Ids& own, bool to_patient = false) {
  auto profile = source();
  profile.fagsystem = "fagsystem";
  for (const auto& [name, value] : std::map<std::string, ports::SettingValue>{{"egne_her_ider", own},
                                                                              {"skjermingshjemmel", "hjemmel"},
                                                                              {"ekspeder_til_pasient", to_patient},
                                                                              {"arkivdel", "arkivdel"},
                                                                              {"mappetype", "mappetype"},
                                                                              {"saksmappe_prefiks", "prefiks"},
                                                                              {"kkf", "kkf"}}) {
    profile.settings.give(name, value);
  }
  return profile;
}

const Json kShielding = {
    {"tilgangsrestriksjon", "UO"}, {"skjermingshjemmel", "hjemmel"}, {"skjermingOpphoererDato", "2086-03-10"}};
const char* const kName = "For Mellom Etternavn";

/// Worked out apart from the product: HMAC-SHA-256, the first 16 bytes, each as two letters from a to p.
const char* const kPatientKey = "pasient-anmefbngadknnkeaihphbmllkanjcphk";

Json expected_case(const char* unit) {
  return {
      {"eksternNoekkel", {{"fagsystem", "fagsystem"}, {"noekkel", kPatientKey}}},
      {"tittel", std::string("prefiks - ") + kName},
      {"offentligTittel", "prefiks - *****"},
      {"arkivdel", "arkivdel"},
      {"mappetype", "mappetype"},
      {"administrativEnhet", unit},
      {"klassifikasjon",
       {{{"klassifikasjonssystem", "FNR"}, {"klasseID", "14833821238"}, {"tittel", kName}, {"erSkjermet", true}},
        {{"klassifikasjonssystem", "KKF"}, {"klasseID", "kkf"}}}},
      {"skjerming", kShielding},
      {"part", {{{"navn", kName}, {"rolle", "KLI"}, {"personidentifikator", "14833821238"}, {"erSkjermet", true}}}}};
}

Json party(const char* role, const char* name, const char* number, bool has_it) {
  Json result = {{"korrespondanseparttype", role}, {"navn", name}};
  if (number != nullptr) result["organisasjonsnummer"] = number;
  if (has_it) result["forsendelsesmaate"] = "Sendt av fagsystem";
  return result;
}

Json expected_post(const char* type, const char* unit, const char* sender, const char* receiver) {
  Json post = {{"eksternNoekkel", {{"fagsystem", "fagsystem"}, {"noekkel", "notat-1"}}},
               {"tittel", "Tema av notatet"},
               {"offentligTittel", "Tjenestetilbud - *****"},
               {"journalposttype", type},
               {"dokumentetsDato", "2026-03-10"},
               {"administrativEnhet", unit},
               {"skjerming", kShielding},
               {"korrespondansepart",
                {party(sender, "Avsender", "310450006", false),
                 party(receiver, "Mottaker", "974760673", std::string(receiver) == "EM"),
                 party("EK", "Kopi en", "313770001", true), party("EK", "Kopi to", nullptr, true)}}};
  if (std::string(type) != "I") post["saksbehandler"] = "Kari Pleier";
  return post;
}

Json expected_documents(const std::string& xml) {
  Json files = Json::array();
  const auto add = [&files](const char* role, const char* variant, const char* type, const char* title,
                            const char* name, const char* mime, const std::string& bytes) {
    files.push_back({{"tilknyttetRegistreringSom", role},
                     {"variantformat", variant},
                     {"dokumenttype", type},
                     {"tittel", title},
                     {"filnavn", name},
                     {"mimeType", mime},
                     {"filstoerrelse", bytes.size()},
                     {"sjekksum", crypto::sha256(bytes).hex()}});
  };
  add("H", "A", "KORR", "brev", "brev.pdf", "application/pdf", "%PDF-1");
  add("H", "P", "KORR", "Dialogmelding (XML)", "dialogmelding.xml", "application/xml", xml);
  add("V", "A", "VEDLEGG", "bilde", "bilde.jpg", "image/jpeg", "abc");
  add("V", "A", "VEDLEGG", "brev", "2-brev.pdf", "application/pdf", "%PDF-2");
  add("V", "A", "VEDLEGG", "vedlegg.txt", "vedlegg.txt", "text/plain", "tekst");
  return files;
}

Json expected(const char* type, const Json& sak, const Json& post, bool is_sent) {
  return {{"eksternNoekkel", "notat-1"},
          {"type", type},
          {"sak", sak},
          {"journalpost", post},
          {"dokumenter", expected_documents(whole_message())},
          {"forsendelse", {{"ekspeder", is_sent}, {"innhold", "enkeltvedtak"}}}};
}

Json made(const ports::SourceProfile& profile) { return support::json_of(accept(whole_message(), profile).content); }

TEST(GericaEveryField, of_what_goes_out_has_its_place_whichever_of_our_units_sends_it) {
  for (const auto* own : {"101", "102", "103"}) {
    EXPECT_EQ(made(whole_source({"999", own})),
              expected("vedtak", expected_case("Kontor"), expected_post("U", "Kontor", "IA", "EM"), false))
        << own;
  }
}

TEST(GericaEveryField, of_what_came_in_has_its_place) {
  for (const bool to_patient : {false, true}) {
    EXPECT_EQ(made(whole_source({"202"}, to_patient)),
              expected("inngaaende", expected_case("Post"), expected_post("I", "Post", "EA", "IM"), false));
  }
}

TEST(GericaEveryField, of_what_stays_here_has_its_place) {
  for (const bool to_patient : {false, true}) {
    EXPECT_EQ(made(whole_source({"201", "102"}, to_patient)),
              expected("notat", expected_case("Kontor"), expected_post("N", "Kontor", "IA", "IM"), false));
  }
}

TEST(GericaEveryField, of_the_patient_is_on_the_letter_that_is_sent) {
  const Json patient = {
      {"korrespondanseparttype", "EM"},
      {"navn", kName},
      {"personidentifikator", "14833821238"},
      {"erSkjermet", true},
      {"adresse",
       {{"adresselinje1", "Gata 1"}, {"adresselinje2", "Boks 2"}, {"postnummer", "2630"}, {"poststed", "Ringebu"}}}};
  auto post = expected_post("U", "Kontor", "IA", "EM");
  post["korrespondansepart"].insert(post["korrespondansepart"].begin(), patient);
  EXPECT_EQ(made(whole_source({"101"}, true)), expected("vedtak", expected_case("Kontor"), post, true));
}

TEST(GericaEveryField, of_the_files_is_beside_the_bytes_that_it_tells_of) {
  const auto parsed = accept(whole_message(), whole_source({"101"}));
  ASSERT_EQ(parsed.embedded.size(), 5U);
  const std::string bytes[] = {"%PDF-1", whole_message(), "abc", "%PDF-2", "tekst"};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(parsed.embedded[i].index, i);
    EXPECT_EQ(parsed.embedded[i].bytes, bytes[i]);
  }
}

TEST(GericaDirection, is_by_her_ids_of_the_parties_alone) {
  for (const auto* not_a_party : {"310450006", "991825827", "301", "401", "10", "1011", ""}) {
    EXPECT_EQ(refused_as(whole_message(), whole_source({not_a_party})), "gerica.ugyldig") << not_a_party;
  }
}

TEST(GericaOwnUnit, is_the_organisation_itself_when_it_names_no_unit) {
  const auto inner = organisation("Post", ident("202", "HER"));
  EXPECT_EQ(accept(changed(whole_message(), inner, ""), whole_source({"201"})).content.sak.administrativ_enhet,
            "Mottaker");
}

TEST(GericaFormat, has_the_name_and_the_media_type_that_sources_use) {
  EXPECT_EQ(MsgHeadFormat().name(), "gerica-msghead");
  EXPECT_EQ(MsgHeadFormat().content_type(), "application/xml");
}

TEST(GericaSettings, take_her_ids_of_digits) {
  const auto fault = [](const char* id) { return support::setting_fault(MsgHeadFormat(), "egne_her_ider", id); };
  EXPECT_EQ(fault("90000001"), "");
  for (const auto* bad : {"9000000a", "HER 1", "1 "}) EXPECT_NE(fault(bad), "") << bad;
}

}  // namespace
}  // namespace fangst::gerica
