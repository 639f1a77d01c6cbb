#include "settings/installation.hpp"

#include "installation_file.hpp"
#include "settings/local.hpp"
#include "settings/machinery.hpp"
#include "settings/source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::service {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr auto kSmallest = R"([node]
data = "/tmp/fangst"
[municipality]
navn = "Testdal kommune"
organisasjonsnummer = "313770001"
[pipelines]
directory = ")" FANGST_ROOT R"(/pipelines"
)";

TEST(Installation, of_the_fewest_lines_has_safe_defaults) {
  const ConfigFolder folder;
  const auto config = read_installation(folder.put("fangst.toml", kSmallest));
  EXPECT_EQ(node_name(config), "node-1");
  EXPECT_EQ(realm_of(config), model::IdentityRealm::production);
  EXPECT_EQ(server_settings(config).address, "127.0.0.1");
  EXPECT_EQ(server_settings(config).port, 8080);
  EXPECT_FALSE(server_settings(config).tls);
  EXPECT_EQ(database_settings(config).postgresql, "");
  EXPECT_FALSE(uses_rabbitmq(config));
  EXPECT_EQ(audit_key_file(config), "/tmp/fangst/audit.key.pem");
  EXPECT_EQ(engine_settings(config).ladder.last_delay(0), 1h);
  EXPECT_EQ(pipeline::follow_up_schedule(config).intervals.front(), 1min);
  for (const auto* peer : {"rabbitmq", "maskinporten", "krr", "svarut", "digipost"}) EXPECT_FALSE(config.has(peer));
  EXPECT_THAT(sources_of(config), IsEmpty());
  EXPECT_THAT(keys_of(config), IsEmpty());
}

TEST(Installation, with_every_setting_given_is_in_order) { EXPECT_THAT(InstallationFile().faults(), IsEmpty()); }

TEST(Installation, a_step_takes_from_retry_what_it_does_not_say_itself) {
  InstallationFile file;
  file.set("retry", "rungs", R"(["3s"])");
  file.set("retry", "give_up_after", "5");
  file.set("retry.steps.send", "rungs", "");
  file.set("retry.steps.send", "give_up_after", "2");
  const auto ladder = engine_settings(file.read()).step_ladders.at("send");
  EXPECT_EQ(ladder.delay_after(1, 0), 3s);
  EXPECT_EQ(ladder.delay_after(2, 0), std::nullopt);
}

/// One change of a configuration that is in order, and what is told of it.
struct Faulty {
  const char* name;
  const char* section;
  const char* setting;
  const char* literal;
  const char* says;
};
class FaultyInstallation : public ::testing::TestWithParam<Faulty> {};

TEST_P(FaultyInstallation, is_refused_with_file_and_line) {
  const auto& [name, section, setting, literal, says] = GetParam();
  InstallationFile file;
  file.set(section, setting, literal);
  const auto line = file.line_of(section, *literal == '\0' ? "" : setting);
  EXPECT_THAT(file.faults(), ElementsAre(StartsWith(line + says)));
}

const Faulty kFaulty[] = {
    {"environment", "node", "environment", "\"prod\"", "[node] environment: «prod» er ukjent."},
    {"data_is_missing", "node", "data", "", "[node] data: mangler."},
    {"certificate_without_key", "http", "private_key_file", "", "[http] private_key_file: mangler. TLS krever"},
    {"level", "log", "level", "\"verbose\"", "[log] level: «verbose» er ukjent."},
    {"origin_with_a_space", "audit", "origin", "\"Testdal kommune\"", "[audit] origin: kan bare ha"},
    {"origin_with_a_plus", "audit", "origin", "\"testdal+no\"", "[audit] origin: kan bare ha"},
    {"origin_outside_ascii", "audit", "origin", "\"lørenskog.kommune.no\"", "[audit] origin: kan bare ha"},
    {"organisasjonsnummer", "municipality", "organisasjonsnummer", "\"313770002\"",
     "[municipality] organisasjonsnummer: «313770002» er ikke et organisasjonsnummer"},
    {"organisasjonsnummer_not_filled_in", "municipality", "organisasjonsnummer", "\"<9 siffer>\"",
     "[municipality] organisasjonsnummer: «<9 siffer>» er ikke fylt inn."},
    {"postnummer", "municipality", "postnummer", "\"26300\"", "[municipality] postnummer: skal ha fire siffer."},
    {"circuit_that_shrinks", "circuit", "max_cool_down", "\"1ms\"",
     "[circuit] max_cool_down: kan ikke være kortere enn cool_down."},
    {"broker_without_password", "rabbitmq", "password_file", "", "[rabbitmq] password_file: mangler."},
    {"id_of_letters", "digipost", "broker_id", "\"abc\"", "[digipost] broker_id: skal være siffer"},
    {"id_of_nothing", "digipost", "sender_id", "\"00\"", "[digipost] sender_id: kan ikke være 0."},
    {"open_address", "svarut", "url", "\"http://svarut.example.no\"",
     "[svarut] url: «http://svarut.example.no» skal begynne med https://"},
    {"konteringskode_of_21", "svarut", "konteringskode", "\"Øst.til-vest_12345678\"",
     "[svarut] konteringskode: skal være høyst 20 tegn"},
    {"konteringskode_with_a_space", "svarut", "konteringskode", "\"HELSE 1\"",
     "[svarut] konteringskode: skal være høyst 20 tegn"},
    {"webhook_without_secret", "source", "webhook_secret_file", "", "[source] a: webhook_secret_file: mangler."},
    {"misspelt_setting_of_a_source", "source.settings", "egne_her_id", "[\"1\"]",
     "[source.settings] a: ukjent nøkkel «egne_her_id». Mente du «egne_her_ider»?"},
    {"her_id_of_letters", "source.settings", "egne_her_ider", "[\"1\", \"x\"]",
     "[source.settings] a: egne_her_ider: «x» er ingen HER-id"},
    {"text_for_a_list_of_her_ids", "source.settings", "egne_her_ider", "\"1,2\"",
     "[source.settings] a: egne_her_ider: skal være en liste av tekster"},
    {"shielding_is_missing", "source.settings", "skjermingshjemmel", "",
     "[source.settings] a: skjermingshjemmel: mangler."},
    {"secret_in_plain_text", "source.settings", "pasientnoekkel_hemmelighet", "\"hemmelig\"",
     "[source.settings] a: ukjent nøkkel «pasientnoekkel_hemmelighet». Mente du «pasientnoekkel_hemmelighet_fil»?"},
    {"unknown_fag", "source.settings", "kkf.skoel", "\"B\"",
     "[source.settings] a: ukjent nøkkel «kkf.skoel». Mente du «kkf.skole»?"},
    {"unknown_document_type", "source.settings", "dokumenttype.X", "\"VEDTKA\"",
     "[source.settings] a: dokumenttype.X: «VEDTKA» er ukjent. Mente du «VEDTAK»?"},
    {"key_with_half_a_hash", "api_key", "sha256", "\"9f86d081\"",
     "[api_key] a: sha256: skal være 64 heksadesimale tegn"},
    {"key_without_hash", "api_key", "sha256", "", "[api_key] a: sha256: mangler."},
    {"key_of_no_role", "api_key", "role", "\"admin\"", "[api_key] a: role: «admin» er ukjent."},
    {"source_key_without_source", "api_key", "source", "", "[api_key] a: source: mangler."},
    {"key_of_an_unknown_source", "api_key", "source", "\"x\"",
     "[api_key] a: source: det er ingen [[source]] med navnet «x»."},
};
INSTANTIATE_TEST_SUITE_P(For, FaultyInstallation, ::testing::ValuesIn(kFaulty),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(Installation, names_a_step_that_is_none) {
  InstallationFile file;
  file.set("retry.steps.sendd", "give_up_after", "1");
  EXPECT_THAT(file.faults(), ElementsAre(file.line_of("retry.steps.sendd", "") +
                                         "ukjent avsnitt [retry.steps.sendd]. Mente du [retry.steps.send]?"));
}

TEST(Installation, names_an_unknown_format) {
  InstallationFile file;
  file.set("source", "formats", R"(["gerica-msghed"])");
  EXPECT_THAT(file.faults(), ElementsAre(file.line_of("source", "formats") +
                                         "[source] a: formats: «gerica-msghed» er ukjent. Mente du «gerica-msghead»?"));
}

TEST(Installation, names_a_setting_of_a_format_that_the_source_does_not_use) {
  InstallationFile file;
  file.set("source", "formats", R"(["gerica-msghead"])");
  file.set("source.settings", "administrativ_enhet", "\"Brann\"");
  EXPECT_THAT(file.faults(), ElementsAre(file.line_of("source.settings", "administrativ_enhet") +
                                         "[source.settings] a: «administrativ_enhet» hører til formatet "
                                         "«norkart-hendelse», som ikke står i «formats»."));
}

TEST(Installation, takes_a_source_name_that_may_stand_in_an_address) {
  for (const auto* name : {"a|b", "A", "a b", "å"}) {
    InstallationFile file;
    file.set("source", "name", "\"" + std::string(name) + "\"");
    EXPECT_THAT(file.faults().front(), HasSubstr("kan bare ha a-z, 0-9, - og _.")) << name;
  }
}

TEST(Installation, needs_tokens_for_what_asks_for_them) {
  InstallationFile file;
  file.remove("maskinporten");
  EXPECT_THAT(file.faults(),
              ElementsAre(file.line_of("krr", "") + "[krr] krever også et avsnitt [maskinporten].",
                          file.line_of("svarut", "") + "[svarut] krever også et avsnitt [maskinporten]."));
}

TEST(Installation, needs_the_broker_for_what_goes_by_it) {
  InstallationFile file;
  file.remove("rabbitmq");
  file.set("queue", "kind", "\"rabbitmq\"");
  EXPECT_THAT(file.faults(),
              ElementsAre(StartsWith(file.line_of("queue", "kind") + "[queue] kind: «rabbitmq» krever"),
                          StartsWith(file.line_of("source", "queue_events") + "[source] a: queue_events: krever"),
                          StartsWith(file.line_of("source", "rabbitmq_user") + "[source] a: rabbitmq_user: krever")));
}

TEST(Installation, only_takes_in_with_the_embedded_queue_alone) {
  InstallationFile file;
  file.set("workers", "threads", "0");
  EXPECT_THAT(file.faults(), IsEmpty());
  file.set("queue", "kind", "\"rabbitmq\"");
  EXPECT_THAT(file.faults(), ElementsAre(StartsWith(file.line_of("workers", "threads") + "[workers] threads: 0 ")));
}

TEST(Installation, gives_a_key_of_the_operator_no_source) {
  InstallationFile file;
  file.set("api_key", "role", "\"operator\"");
  EXPECT_THAT(file.faults(),
              ElementsAre(file.line_of("api_key", "source") + "[api_key] a: source: gjelder bare rollen «source»."));
}

TEST(Installation, refuses_what_is_used_twice) {
  const ConfigFolder folder;
  const auto source = std::string("[[source]]\nname = \"a\"\nformats = [\"innsending\"]\nrabbitmq_user = \"u\"\n");
  const auto key = "[[api_key]]\nname = \"k\"\nrole = \"operator\"\nsha256 = \"" + std::string(64, 'a') + "\"\n";
  const auto shout = "[[api_key]]\nname = \"l\"\nrole = \"operator\"\nsha256 = \"" + std::string(64, 'A') + "\"\n";
  const auto broker =
      "[rabbitmq]\nuser = \"fangst\"\npassword_file = \"" + folder.put("passord", "p").string() + "\"\n";
  const auto file = folder.put("fangst.toml", kSmallest + source + source + key + key + shout + broker);
  const auto faults = faults_of([&] { read_installation(file); });
  EXPECT_THAT(faults, ElementsAre("fangst.toml:13: [source] a: name: er brukt to ganger.",
                                  "fangst.toml:15: [source] a: rabbitmq_user: «u» er brukeren til kilden «a».",
                                  "fangst.toml:21: [api_key] k: name: er brukt to ganger.",
                                  "fangst.toml:23: [api_key] k: sha256: er avtrykket av nøkkelen «k» også.",
                                  "fangst.toml:27: [api_key] l: sha256: er avtrykket av nøkkelen «k» også."));
}

TEST(InstallationsCertificate, that_has_run_out_is_named) {
  InstallationFile file;
  file.set("http", "certificate_chain_file", file.file("old.pem", InstallationFile::certificate(-1h)));
  EXPECT_THAT(file.faults(), ElementsAre(StartsWith(file.line_of("http", "certificate_chain_file") +
                                                    "[http] certificate_chain_file: sertifikatet gikk ut ")));
}

TEST(InstallationsCertificate, of_another_key_is_named) {
  InstallationFile file;
  file.set("http", "private_key_file", file.file("other.pem", crypto::RsaKey::generate().private_pem()));
  EXPECT_THAT(file.faults(), ElementsAre(AllOf(StartsWith(file.line_of("http", "private_key_file")),
                                               HasSubstr("er ikke nøkkelen til sertifikatet i"))));
}

TEST(InstallationsCertificate, with_a_key_that_everybody_may_read_is_named) {
  InstallationFile file;
  file.set("http", "private_key_file", file.file("key.pem", InstallationFile::key().private_pem(), 0644));
  EXPECT_THAT(file.faults(),
              ElementsAre(AllOf(StartsWith(file.line_of("http", "private_key_file")), HasSubstr("kan leses av alle"))));
}

TEST(InstallationsCertificate, that_is_none_is_named_wherever_one_is_needed) {
  const std::pair<const char*, const char*> places[] = {
      {"http", "certificate_chain_file"}, {"http", "client_ca_file"}, {"http_client", "ca_file"}};
  for (const auto& [section, setting] : places) {
    InstallationFile file;
    file.set(section, setting, file.file("none.pem", "tull"));
    EXPECT_THAT(file.faults(), ElementsAre(AllOf(StartsWith(file.line_of(section, setting)),
                                                 HasSubstr("er ikke et sertifikat i PEM-format."))))
        << setting;
  }
}

TEST(Installation, of_clients_with_certificates_needs_tls) {
  InstallationFile file;
  file.set("http", "certificate_chain_file", "");
  file.set("http", "private_key_file", "");
  EXPECT_THAT(file.faults(), ElementsAre(StartsWith(file.line_of("http", "client_ca_file") +
                                                    "[http] client_ca_file: klientsertifikater krever TLS")));
}

TEST(Installation, says_that_a_secret_is_unfit_and_not_what_it_is) {
  InstallationFile file;
  file.set("source", "webhook_secret_file", file.file("short", "hysj"));
  file.set("maskinporten", "key_file", file.file("no-key", "hysj"));
  const auto faults = file.faults();
  EXPECT_THAT(faults, ElementsAre(HasSubstr("er ikke en RSA-nøkkel på minst 2048 bit"),
                                  HasSubstr("hemmeligheten skal ha minst 16 tegn")));
  for (const auto& fault : faults) EXPECT_THAT(fault, ::testing::Not(HasSubstr("hysj")));
}

}  // namespace
}  // namespace fangst::service
