#pragma once

#include "config.hpp"
#include "config_table.hpp"

namespace fangst::service {

void read_local(ConfigTable& root, Config& config);  ///< node, http, database, log, audit, pipelines
void read_machinery(ConfigTable& root,
                    Config& config);  ///< queue, rabbitmq, workers, retry, circuit, follow_up, http_client
void read_peers(ConfigTable& root, Config& config);  ///< municipality, maskinporten, krr, svarut, digipost
void read_users(ConfigTable& root, Config& config);  ///< source, api_key

}  // namespace fangst::service
