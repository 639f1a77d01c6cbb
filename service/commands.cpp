#include "commands.hpp"

#include "log_key.hpp"
#include "operator_client.hpp"
#include "serve.hpp"
#include "settings/installation.hpp"
#include "settings/local.hpp"
#include "version.hpp"
#include "wiring.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/config/generate.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/crypto/random.hpp>
#include <fangst/pipeline/pipeline_set.hpp>
#include <fangst/text/percent.hpp>
#include <fangst/tlog/receipt.hpp>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <iterator>

namespace fangst::service {
namespace {

using nlohmann::json;

struct Options {
  std::string config = "/etc/fangst/fangst.toml";
  bool as_json = false;
  std::string url = "http://127.0.0.1:8080", key_file, ca_file;
  std::string file, trusted_key;
  std::string name, from, to, step, code, trace_id;
  std::vector<std::string> ids;
  bool dry_run = false;
  bool without_documents = false;
};

int check_config(const Options& options) {
  const auto config = read_installation(options.config);
  const auto pipelines = load_pipelines(config);
  std::cout << "Oppsettet er i orden: " << config.each("source").size() << " kilder, " << pipelines.all().size()
            << " løyper.\n";
  return 0;
}

int print(const std::string& text) {
  std::cout << text;
  return std::cout.flush() ? 0 : 1;
}

void print_json(const audit::Verification& verified) {
  std::cout << json{{"entries", verified.entries},
                    {"documents", verified.documents},
                    {"verified", verified.is_whole()},
                    {"faultCount", verified.fault_count},
                    {"faults", verified.faults}}
                   .dump()
            << '\n';
}

void print_text(const audit::Verification& verified, bool with_documents) {
  for (const auto& fault : verified.faults) std::cout << fault << '\n';
  if (verified.fault_count > verified.faults.size()) {
    std::cout << "... og " << verified.fault_count - verified.faults.size() << " til.\n";
  }
  std::cout << (verified.is_whole() ? "Revisjonsloggen og tabellene er hele: " : "Revisjonsloggen stemmer ikke: ")
            << verified.entries << " innførsler, ";
  if (with_documents) {
    std::cout << verified.documents << " dokumenter lest.\n";
  } else {
    std::cout << "dokumentenes innhold er ikke lest.\n";
  }
}

int verify_audit(const Options& options) {
  const auto config = read_installation(options.config);
  sql::Database database(database_settings(config), std::make_shared<ports::SystemClock>(), audit_log(config));
  audit::Scope scope;
  scope.reads_documents = !options.without_documents;
  const bool show_progress = !options.as_json && isatty(STDERR_FILENO) != 0;
  if (show_progress) {
    scope.progress = [](const char* what, std::uint64_t done, std::uint64_t total) {
      std::cerr << "\r\033[K" << done << " av " << total << ' ' << what << std::flush;
    };
  }
  const auto verified = audit::verify(database, scope);
  if (show_progress) std::cerr << "\r\033[K";
  if (!verified) {
    std::cerr << verified.error().public_text() << " (" << verified.error().private_detail() << ")\n";
    return 1;
  }
  options.as_json ? print_json(*verified) : print_text(*verified, scope.reads_documents);
  return verified->is_whole() ? 0 : 1;
}

int verify_receipt(const Options& options) {
  std::ifstream in(options.file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + options.file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto receipt = tlog::receipt_from_json(text);
  const auto verified = receipt ? tlog::verify(*receipt, options.trusted_key) : Result<void>(Failure(receipt.error()));
  if (!verified) {
    std::cerr << verified.error().public_text() << '\n';
    return 1;
  }
  const auto entry = json::parse(receipt->entry, nullptr, false);
  std::cout << (entry.is_discarded() ? receipt->entry : entry.dump(2)) << '\n'
            << "Kvitteringen er ekte. Innførsel " << receipt->index << ", signert med " << receipt->verifier_key
            << '\n';
  if (options.trusted_key.empty()) {
    std::cout << "Sammenlign nøkkelen med den kommunen har gjort kjent, eller oppgi den med --key.\n";
  }
  return 0;
}

int make_key() {
  const auto key = crypto::new_api_key();
  std::cout << json{{"key", key}, {"sha256", crypto::sha256(key).hex()}}.dump() << '\n';
  return 0;
}

json selection(const Options& options) {
  json body{{"dryRun", options.dry_run}};
  if (!options.ids.empty()) {
    body["ids"] = options.ids;
  } else {
    body["group"] = {{"step", options.step}, {"code", options.code}};
  }
  return body;
}

void add_client_options(CLI::App& command, Options& options) {
  command.add_option("--url", options.url, "Where the service listens")->capture_default_str();
  command.add_option("--key-file", options.key_file, "File with an operator's API key")->required();
  command.add_option("--ca-file", options.ca_file, "Certificates to trust instead of the system's");
}

/// Subcommands that ask the running service.
void add_operations(CLI::App& app, Options& options, std::function<int()>& action) {
  const auto client = [&options] { return OperatorClient(options.url, options.key_file, options.ca_file); };
  auto* overview = app.add_subcommand("overview", "What is where, how old, and which dependencies answer");
  add_client_options(*overview, options);
  overview->callback([&, client] { action = [client] { return client().get("/v1/operations/overview"); }; });

  auto* parked = app.add_subcommand("parked", "Parked submissions, grouped by cause");
  add_client_options(*parked, options);
  parked->callback([&, client] { action = [client] { return client().get("/v1/operations/parked"); }; });

  auto* refusals = app.add_subcommand("refusals", "What was refused at the door, newest first");
  add_client_options(*refusals, options);
  refusals->add_option("--trace-id", options.trace_id, "Only the one with this trace id, as the answer told it");
  refusals->callback([&, client] {
    action = [&options, client] {
      const auto query = options.trace_id.empty() ? "" : "?traceId=" + text::percent_encode(options.trace_id);
      return client().get("/v1/operations/refusals" + query);
    };
  });

  auto* balance = app.add_subcommand("balance", "Received = finished + refused + duplicate + in flight + parked");
  add_client_options(*balance, options);
  balance->add_option("--from", options.from, "First day, YYYY-MM-DD");
  balance->add_option("--to", options.to, "Last day, YYYY-MM-DD");
  balance->callback([&, client] {
    action = [&options, client] {
      std::string query;
      if (!options.from.empty()) query += "?from=" + options.from;
      if (!options.to.empty()) query += (query.empty() ? "?to=" : "&to=") + options.to;
      return client().get("/v1/operations/balance" + query);
    };
  });

  auto* retry = app.add_subcommand("retry", "Retry parked submissions: by id, or all of one cause");
  add_client_options(*retry, options);
  retry->add_option("ids", options.ids, "Submission ids");
  retry->add_option("--step", options.step, "With --code: all that are parked for this cause");
  retry->add_option("--code", options.code, "The error code of the cause");
  retry->add_flag("--dry-run", options.dry_run, "Only count");
  retry->callback([&, client] {
    const bool names_a_cause = !options.step.empty() && !options.code.empty();
    if (options.ids.empty() && !names_a_cause) throw CLI::RequiredError("ids, or --step and --code");
    action = [&options, client] { return client().post("/v1/operations/retries", selection(options).dump()); };
  });

  for (const auto* verb : {"pause", "resume"}) {
    auto* command = app.add_subcommand(verb, std::string(verb) + " the calls to a dependency, e.g. svarut");
    add_client_options(*command, options);
    command->add_option("dependency", options.name, "Name, as overview shows it")->required();
    command->callback([&, client, verb] {
      action = [&options, client, verb] {
        return client().post("/v1/operations/dependencies/" + options.name + "/" + verb, "");
      };
    });
  }
}

void add_config_option(CLI::App& command, Options& options) {
  command.add_option("--config", options.config, "Configuration file")->capture_default_str();
}

}  // namespace

int run_command(int argc, char** argv) {
  CLI::App app{"Fangst: document capture for Norwegian municipalities", "fangst"};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(version_text()), "Print version, revision, build and libraries");
  Options options;
  std::function<int()> action;

  auto* serve_command = app.add_subcommand("serve", "Run the service until SIGTERM");
  add_config_option(*serve_command, options);
  serve_command->callback([&] { action = [&] { return serve(read_installation(options.config)); }; });

  auto* config = app.add_subcommand("config", "The configuration")->require_subcommand(1);
  auto* check = config->add_subcommand("check", "Read and check configuration and pipelines");
  add_config_option(*check, options);
  check->callback([&] { action = [&] { return check_config(options); }; });
  config->add_subcommand("sample", "Print a complete commented configuration to fill in")->callback([&] {
    action = [] { return print(config::sample(installation_schema())); };
  });
  config->add_subcommand("reference", "Print the page that explains every setting (Markdown)")->callback([&] {
    action = [] { return print(config::reference(installation_schema())); };
  });

  auto* audit = app.add_subcommand("audit", "The audit log")->require_subcommand(1);
  auto* verify = audit->add_subcommand(
      "verify", "Check that nothing in the log, the tables or the documents was changed or deleted");
  add_config_option(*verify, options);
  verify->add_flag("--json", options.as_json, "Print one JSON object");
  verify->add_flag("--without-documents", options.without_documents, "Do not read the bytes of the documents");
  verify->callback([&] { action = [&] { return verify_audit(options); }; });

  auto* receipt = app.add_subcommand("receipt", "Capture receipts")->require_subcommand(1);
  auto* verify_one = receipt->add_subcommand("verify", "Check a receipt; needs neither database nor network");
  verify_one->add_option("file", options.file, "The receipt, as the API gave it")->required();
  verify_one->add_option("--key", options.trusted_key, "The verifier key that the municipality has published");
  verify_one->callback([&] { action = [&] { return verify_receipt(options); }; });

  auto* key = app.add_subcommand("key", "API keys")->require_subcommand(1);
  key->add_subcommand("new", "Make an API key and print it with its SHA-256")->callback([&] { action = make_key; });

  add_operations(app, options, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  return action();
}

}  // namespace fangst::service
