#pragma once

#include <fangst/config/document.hpp>
#include <fangst/config/faults.hpp>

#include <toml++/toml.h>

#include <functional>
#include <string>
#include <vector>

namespace fangst::config {

/// Fills a document from a parsed file, and gathers what is wrong with it.
class Reader {
 public:
  Reader(const Schema& schema, Faults& faults) : schema_(schema), faults_(faults), document_(schema) {}

  Document read(const toml::table& root);

 private:
  using Settings = std::vector<Setting>;
  using EachKey = std::function<void(const std::string& name, unsigned line, const toml::node& node)>;

  void read_above_tables(const toml::table& root);
  void read_node(const std::string& full, unsigned line, const toml::node& node);
  void read_section(const Section& section, const std::string& full, unsigned line, const toml::table& table);
  void read_repeated(const Section& section, const std::string& full, unsigned line, const toml::node& node);
  void read_entry(const Section& section, const toml::table& table, Entry& entry);
  void read_variants(const Variants& variants, const toml::table& table, const std::string& label, Entry& entry);
  void read_setting(Values& values, const std::string& name, unsigned line, const toml::node& node);
  void tell_unknown_table(const std::string& full, unsigned line, const toml::node& node);
  void tell_unknown_variant_key(const Variants& variants, const Values& at, const std::string& name, unsigned line);
  void require(const Values& values);
  void require_all();

  /// Each key of a table; those of a table below it as one, when they are declared so: "kkf.skole".
  static void each_key(const toml::table& table, const Settings& declared, const EachKey& read);
  const Section* section_of(const std::string& full) const;
  bool is_table(const std::string& full) const;  ///< A section, or above one.

  const Schema& schema_;
  Faults& faults_;
  Document document_;
};

}  // namespace fangst::config
