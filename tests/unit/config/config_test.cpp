#include "config.hpp"

#include "config_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::service {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kSmallest = R"([node]
data = "/tmp/fangst"
[municipality]
navn = "Testdal kommune"
organisasjonsnummer = "313770001"
[pipelines]
directory = "/tmp/pipelines"
)";

/// Lines that are put after the smallest configuration begin here.
constexpr int kNext = 8;

class Configuration : public ::testing::Test {
 protected:
  Config load(const std::string& more = "") { return load_config(folder_.put("fangst.toml", kSmallest + more)); }
  std::string faults_of_file(const std::string& text) {
    try {
      load_config(folder_.put("fangst.toml", text));
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }
  std::string faults(const std::string& more) { return faults_of_file(kSmallest + more); }
  std::string secret(const std::string& name, const std::string& text = "hemmelig", ::mode_t mode = 0600) {
    return "\"" + folder_.put(name, text, mode).string() + "\"";
  }

  ConfigFolder folder_;
};

TEST_F(Configuration, of_the_fewest_lines_has_safe_defaults) {
  const auto config = load();
  EXPECT_EQ(config.node.name, "node-1");
  EXPECT_EQ(config.node.realm, model::IdentityRealm::production);
  EXPECT_EQ(config.http.address, "127.0.0.1");
  EXPECT_EQ(config.http.port, 8080);
  EXPECT_EQ(config.postgresql, "");
  EXPECT_FALSE(config.use_rabbitmq);
  EXPECT_EQ(config.audit_key_file, "/tmp/fangst/audit.key.pem");
  EXPECT_EQ(config.retry.rungs.size(), 5U);
  EXPECT_EQ(config.follow_up, (std::vector<std::chrono::milliseconds>{15min, 1h, 6h, 24h}));
  EXPECT_FALSE(config.svarut);
  EXPECT_TRUE(config.sources.empty());
}

TEST_F(Configuration, says_everything_that_it_can) {
  const auto config = load(R"([http]
address = "0.0.0.0"
port = 0
io_threads = 2
certificate_chain_file = "/k.pem"
private_key_file = "/n.pem"
[database]
postgresql_file = )" + secret("pg", "host=db\n") +
                           R"(
[log]
level = "debug"
[queue]
kind = "rabbitmq"
[rabbitmq]
user = "fangst"
password_file = )" + secret("mq") +
                           R"(
[retry]
rungs = ["1s", "1m"]
give_up_after = 3
[retry.steps.send]
give_up_after = 9
[circuit]
threshold = 2
cool_down = "1s"
max_cool_down = "1m"
[follow_up]
first = "1m"
intervals = ["5m"]
[maskinporten]
issuer = "https://maskinporten.no/"
token_url = "https://maskinporten.no/token"
client_id = "c"
kid = "k"
key_file = )" + secret("mp") +
                           R"(
[krr]
url = "https://krr.example.no"
[svarut]
url = "https://svarut.example.no"
konto_id = "konto"
integrasjon_id = "i"
integrasjon_passord_file = )" +
                           secret("su", "passord\n") + R"(
[digipost]
url = "https://digipost.example.no"
broker_id = "1001"
sender_id = "1002"
key_file = )" + secret("dp") +
                           R"(
[[source]]
name = "gerica"
fagsystem = "Gerica"
formats = ["innsending", "gerica-msghead"]
requires_skjerming = true
webhook_url = "https://gerica.example.no/fangst"
webhook_secret_file = )" + secret("wh") +
                           R"(
file_hosts = ["https://filer.example.no/"]
[source.settings]
arkivdel = "HELSE"
[[api_key]]
name = "gerica"
role = "source"
source = "gerica"
sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
)");
  EXPECT_EQ(config.http.port, 0);
  EXPECT_EQ(config.postgresql, "host=db");
  EXPECT_TRUE(config.use_rabbitmq);
  EXPECT_EQ(config.rabbitmq->password, "hemmelig");
  EXPECT_EQ(config.retry.rungs, (std::vector<std::chrono::milliseconds>{1s, 1min}));
  EXPECT_EQ(config.step_retry.at("send").give_up_after, 9);
  EXPECT_EQ(config.step_retry.at("send").rungs, config.retry.rungs);
  EXPECT_EQ(config.circuit_max_cool_down, 1min);
  EXPECT_EQ(config.follow_up, (std::vector<std::chrono::milliseconds>{1min, 5min}));
  EXPECT_EQ(config.svarut->integrasjon_passord, "passord");
  EXPECT_EQ(config.digipost->broker_id, 1001);
  ASSERT_EQ(config.sources.size(), 1U);
  EXPECT_TRUE(config.sources[0].formats.contains("gerica-msghead"));
  EXPECT_EQ(config.sources[0].settings.at("arkivdel"), "HELSE");
  ASSERT_EQ(config.api_keys.size(), 1U);
  EXPECT_EQ(config.api_keys[0].source, "gerica");
}

TEST_F(Configuration, as_delivered_lacks_only_what_the_municipality_must_fill_in) {
  try {
    load_config(FANGST_DELIVERED_CONFIG);
    FAIL() << "its secrets are not there";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), Not(HasSubstr("unknown key")));
    EXPECT_THAT(error.what(), Not(HasSubstr("duration")));
    EXPECT_THAT(error.what(), HasSubstr("cannot read /etc/fangst/secrets/svarut"));
  }
}

struct Faulty {
  const char* name;
  const char* more;
  int line;  ///< Of what is put after the smallest configuration, from 1.
  const char* says;
};
class FaultyConfiguration : public Configuration, public ::testing::WithParamInterface<Faulty> {};

TEST_P(FaultyConfiguration, is_refused_with_file_and_line) {
  const auto& [name, more, line, says] = GetParam();
  EXPECT_THAT(faults(more), HasSubstr("fangst.toml:" + std::to_string(kNext + line - 1) + ": " + says));
}

const Faulty kFaulty[] = {
    {"unknown_section", "[nod]\nname = \"x\"\n", 1, "unknown key 'nod'"},
    {"unknown_key", "[http]\nprot = 8080\n", 2, "[http] unknown key 'prot'"},
    {"unknown_key_of_a_source", "[[source]]\nname = \"a\"\nformats = [\"innsending\"]\nformat = \"x\"\n", 4,
     "[source] unknown key 'format'"},
    {"unknown_step", "[retry.steps.sendd]\ngive_up_after = 1\n", 1, "[retry.steps] unknown key 'sendd'"},
    {"text_for_a_number", "[http]\nport = \"8080\"\n", 2, "[http] port: must be a whole number from 0 to 65535"},
    {"port_too_high", "[http]\nport = 65536\n", 2, "[http] port: must be a whole number"},
    {"fraction_for_a_number", "[workers]\nthreads = 1.5\n", 2, "[workers] threads: must be a whole number"},
    {"fewer_than_no_workers", "[workers]\nthreads = -1\n", 2, "[workers] threads: must be a whole number from 0"},
    {"no_workers_behind_a_broker", "[queue]\nkind = \"rabbitmq\"\n[workers]\nthreads = 0\n", 4,
     "[workers] threads: 0 (only take in) needs"},
    {"number_for_a_text", "[log]\nlevel = 3\n", 2, "[log] level: must be a text in quotes"},
    {"unknown_level", "[log]\nlevel = \"verbose\"\n", 2, "[log] level: must be \"debug\""},
    {"certificate_without_key", "[http]\ncertificate_chain_file = \"/k.pem\"\n", 1,
     "[http] private_key_file: TLS needs both"},
    {"clients_without_tls", "[http]\nclient_ca_file = \"/k.pem\"\n", 2, "[http] client_ca_file: client certificates"},
    {"number_for_a_section", "queue = 1\n", 1, "[pipelines] unknown key 'queue'"},
    {"unknown_queue", "[queue]\nkind = \"kafka\"\n", 2, "[queue] kind: must be"},
    {"queue_without_broker", "[queue]\nkind = \"rabbitmq\"\n", 2, "[queue] kind: needs a [rabbitmq] section"},
    {"broker_without_user", "[rabbitmq]\nhost = \"h\"\n", 1, "[rabbitmq] user: is missing"},
    {"broker_without_password", "[rabbitmq]\nuser = \"u\"\n", 1, "[rabbitmq] password_file: is missing"},
    {"bad_rung", "[retry]\nrungs = [\"1s\", \"soon\"]\n", 2, "[retry] rungs: bad duration 'soon'"},
    {"rung_of_nothing", "[retry]\nrungs = [\"0s\"]\n", 2, "[retry] rungs: bad duration '0s'"},
    {"text_for_rungs", "[retry]\nrungs = \"1s\"\n", 2, "[retry] rungs: must be a list"},
    {"numbers_for_rungs", "[retry]\nrungs = [1]\n", 2, "[retry] rungs: must be a list of texts"},
    {"negative_tries", "[retry]\ngive_up_after = -1\n", 2, "[retry] give_up_after: must be a whole number from 0"},
    {"circuit_of_nothing", "[circuit]\ncool_down = \"0s\"\n", 2, "[circuit] cool_down: bad duration"},
    {"circuit_that_shrinks", "[circuit]\ncool_down = \"5m\"\nmax_cool_down = \"1m\"\n", 3,
     "[circuit] max_cool_down: must not be shorter than cool_down"},
    {"circuit_beyond_the_default", "[circuit]\ncool_down = \"1h\"\n", 1,
     "[circuit] max_cool_down: must not be shorter than cool_down"},
    {"number_for_a_duration", "[follow_up]\nfirst = 15\n", 2, "[follow_up] first: bad duration"},
    {"registry_without_tokens", "[krr]\nurl = \"https://krr.example.no\"\n", -6,
     "maskinporten: [krr] and [svarut] need a [maskinporten] section"},
    {"tokens_without_key", "[maskinporten]\nissuer = \"i\"\ntoken_url = \"t\"\nclient_id = \"c\"\nkid = \"k\"\n", 1,
     "[maskinporten] key_file: is missing"},
    {"secret_that_is_not_there", "[database]\npostgresql_file = \"/finnes/ikke\"\n", 2,
     "[database] postgresql_file: cannot read /finnes/ikke"},
    {"letters_for_an_id", "[digipost]\nurl = \"u\"\nbroker_id = \"abc\"\nsender_id = \"1\"\n", 3,
     "[digipost] broker_id: must be digits in quotes"},
    {"number_for_an_id", "[digipost]\nurl = \"u\"\nbroker_id = 1001\nsender_id = \"1\"\n", 3,
     "[digipost] broker_id: must be a text in quotes"},
    {"source_as_a_section", "[source]\nname = \"a\"\n", 1, "source: must be written as [[source]]"},
    {"source_without_name", "[[source]]\nformats = [\"innsending\"]\n", 1, "[source] name: is missing"},
    {"source_without_formats", "[[source]]\nname = \"a\"\n", 1, "[source] formats: at least one is needed"},
    {"source_with_a_strange_name", "[[source]]\nname = \"a|b\"\nformats = [\"innsending\"]\n", 2,
     "[source] name: may hold"},
    {"source_twice", "[[source]]\nname = \"a\"\nformats = [\"x\"]\n[[source]]\nname = \"a\"\nformats = [\"x\"]\n", 5,
     "[source] name: is used twice"},
    {"webhook_without_secret", "[[source]]\nname = \"a\"\nformats = [\"x\"]\nwebhook_url = \"https://a.example.no\"\n",
     1, "[source] webhook_secret_file: is missing"},
    {"events_without_broker", "[[source]]\nname = \"a\"\nformats = [\"x\"]\nqueue_events = true\n", 4,
     "[source] queue_events: needs a [rabbitmq] section"},
    {"text_for_a_flag", "[[source]]\nname = \"a\"\nformats = [\"x\"]\nrequires_skjerming = \"ja\"\n", 4,
     "[source] requires_skjerming: must be true or false"},
    {"number_for_a_setting", "[[source]]\nname = \"a\"\nformats = [\"x\"]\n[source.settings]\narkivdel = 1\n", 5,
     "[source.settings] arkivdel: must be a text in quotes"},
    {"key_without_hash", "[[api_key]]\nname = \"a\"\nrole = \"operator\"\n", 1, "[api_key] sha256: is missing"},
    {"key_with_half_a_hash", "[[api_key]]\nname = \"a\"\nrole = \"operator\"\nsha256 = \"9f86d081\"\n", 4,
     "[api_key] sha256: must be 64 hexadecimal digits"},
    {"key_of_no_role",
     "[[api_key]]\nname = \"a\"\nrole = \"admin\"\n"
     "sha256 = \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"\n",
     3, "[api_key] role: must be"},
    {"source_key_without_source",
     "[[api_key]]\nname = \"a\"\nrole = \"source\"\n"
     "sha256 = \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"\n",
     1, "[api_key] source: is missing"},
    {"operator_key_with_source",
     "[[api_key]]\nname = \"a\"\nrole = \"operator\"\nsource = \"x\"\n"
     "sha256 = \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"\n",
     4, "[api_key] source: is only for the role \"source\""},
    {"key_of_an_unknown_source",
     "[[api_key]]\nname = \"a\"\nrole = \"source\"\nsource = \"x\"\n"
     "sha256 = \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"\n",
     1, "api_key: 'a' is for the source 'x', which is not configured"},
    {"same_key_twice",
     "[[api_key]]\nname = \"a\"\nrole = \"operator\"\n"
     "sha256 = \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"\n"
     "[[api_key]]\nname = \"b\"\nrole = \"archivist\"\n"
     "sha256 = \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"\n",
     8, "[api_key] sha256: is the key of 'a' too"},
    {"not_toml", "[http\n", 1, ""},
};
INSTANTIATE_TEST_SUITE_P(For, FaultyConfiguration, ::testing::ValuesIn(kFaulty),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(Configuration, names_every_fault_at_once) {
  const auto said = faults_of_file("[node]\nname = 5\n[http]\nport = -1\n[municipality]\n[pipelines]\n");
  EXPECT_THAT(said, HasSubstr("fangst.toml:2: [node] name: must be a text"));
  EXPECT_THAT(said, HasSubstr("fangst.toml:1: [node] data: is missing"));
  EXPECT_THAT(said, HasSubstr("fangst.toml:4: [http] port: must be"));
  EXPECT_THAT(said, HasSubstr("fangst.toml:5: [municipality] navn: is missing"));
  EXPECT_THAT(said, HasSubstr("fangst.toml:6: [pipelines] directory: is missing"));
}

TEST_F(Configuration, refuses_a_section_that_is_none) {
  EXPECT_THAT(faults_of_file(std::string("http = 1\n") + kSmallest),
              HasSubstr("fangst.toml:1: http: must be written as a section"));
}

TEST_F(Configuration, refuses_an_environment_that_is_neither) {
  const auto text = std::string(kSmallest);
  EXPECT_THAT(faults_of_file("[node]\nenvironment = \"prod\"\n" + text.substr(text.find('\n') + 1)),
              HasSubstr("fangst.toml:2: [node] environment: must be \"production\" or \"test\""));
}

TEST_F(Configuration, refuses_a_secret_that_everybody_may_read) {
  EXPECT_THAT(faults("[database]\npostgresql_file = " + secret("pg", "host=db", 0644) + "\n"),
              HasSubstr("may be read by everyone"));
}

TEST_F(Configuration, refuses_a_secret_without_content) {
  EXPECT_THAT(faults("[database]\npostgresql_file = " + secret("pg", "\n") + "\n"), HasSubstr("is empty"));
}

TEST_F(Configuration, does_not_repeat_a_secret_in_a_fault) {
  EXPECT_THAT(faults("[maskinporten]\nkey_file = " + secret("mp", "hemmelig") + "\n"), Not(HasSubstr("hemmelig")));
}

TEST_F(Configuration, refuses_a_file_that_is_not_there) {
  try {
    load_config(folder_.path() / "ingen.toml");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("ingen.toml"));
  }
}

}  // namespace
}  // namespace fangst::service
