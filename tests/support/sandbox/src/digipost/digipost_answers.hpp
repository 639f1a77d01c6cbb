#pragma once

#include "digipost/deliveries.hpp"
#include "digipost/xml_element.hpp"

#include <string>
#include <vector>

namespace fangst::sandbox {

/// The XML that Digipost answers with.
std::string entrypoint_xml(const std::string& base_url, const std::string& certificate);
std::string delivery_xml(const Delivery& delivery, const XmlElement& message);
std::string document_status_xml(const Deliveries::Found& found, TimePoint now, std::chrono::milliseconds event_delay);
std::string events_xml(const std::vector<DocumentEvent>& events);
std::string sender_information_xml(std::int64_t sender);

}  // namespace fangst::sandbox
