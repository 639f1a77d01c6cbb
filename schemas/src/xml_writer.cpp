#include "xml_library.hpp"

#include <fangst/schemas/xml_writer.hpp>

#include <libxml/xmlwriter.h>

#include <new>

namespace fangst::schemas {
namespace {

const xmlChar* chars(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }
const xmlChar* chars(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

void require(int result) {
  if (result < 0) throw std::bad_alloc();
}

}  // namespace

struct XmlWriter::State {
  State() {
    prepare_xml_library();
    buffer = xmlBufferCreate();
    writer = buffer == nullptr ? nullptr : xmlNewTextWriterMemory(buffer, 0);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    xmlFreeTextWriter(writer);  // Writes into the buffer: freed first.
    xmlBufferFree(buffer);
  }

  xmlBuffer* buffer = nullptr;
  xmlTextWriter* writer = nullptr;
};

XmlWriter::XmlWriter(const std::string& root, const std::string& ns) : state_(std::make_unique<State>()) {
  if (state_->writer == nullptr) throw std::bad_alloc();
  require(xmlTextWriterStartDocument(state_->writer, nullptr, "UTF-8", nullptr));
  require(xmlTextWriterStartElement(state_->writer, chars(root)));
  require(xmlTextWriterWriteAttribute(state_->writer, chars("xmlns"), chars(ns)));
}

XmlWriter::~XmlWriter() = default;

XmlWriter& XmlWriter::open(const char* name) {
  require(xmlTextWriterStartElement(state_->writer, chars(name)));
  return *this;
}

XmlWriter& XmlWriter::close() {
  require(xmlTextWriterEndElement(state_->writer));
  return *this;
}

XmlWriter& XmlWriter::element(const char* name, const std::string& text) {
  require(xmlTextWriterWriteElement(state_->writer, chars(name), chars(text)));
  return *this;
}

XmlWriter& XmlWriter::element_if_given(const char* name, const std::string& text) {
  return text.empty() ? *this : element(name, text);
}

std::string XmlWriter::finish() {
  require(xmlTextWriterEndDocument(state_->writer));
  require(xmlTextWriterFlush(state_->writer));
  return {reinterpret_cast<const char*>(xmlBufferContent(state_->buffer)),
          static_cast<std::size_t>(xmlBufferLength(state_->buffer))};
}

}  // namespace fangst::schemas
