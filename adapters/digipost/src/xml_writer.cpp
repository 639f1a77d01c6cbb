#include "xml_writer.hpp"

#include "wire.hpp"

#include <libxml/xmlwriter.h>

#include <new>

namespace fangst::digipost {
namespace {

const xmlChar* chars(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }
const xmlChar* chars(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

void require(int result) {
  if (result < 0) throw std::bad_alloc();
}

}  // namespace

void XmlWriter::BufferFree::operator()(xmlBuffer* buffer) const { xmlBufferFree(buffer); }
void XmlWriter::WriterFree::operator()(xmlTextWriter* writer) const { xmlFreeTextWriter(writer); }

XmlWriter::XmlWriter(const std::string& root)
    : buffer_(xmlBufferCreate()), writer_(buffer_ ? xmlNewTextWriterMemory(buffer_.get(), 0) : nullptr) {
  if (!writer_) throw std::bad_alloc();
  require(xmlTextWriterStartDocument(writer_.get(), nullptr, "UTF-8", nullptr));
  require(xmlTextWriterStartElement(writer_.get(), chars(root)));
  require(xmlTextWriterWriteAttribute(writer_.get(), chars("xmlns"), chars(kNamespace)));
}

XmlWriter::~XmlWriter() = default;

XmlWriter& XmlWriter::open(const char* name) {
  require(xmlTextWriterStartElement(writer_.get(), chars(name)));
  return *this;
}

XmlWriter& XmlWriter::close() {
  require(xmlTextWriterEndElement(writer_.get()));
  return *this;
}

XmlWriter& XmlWriter::element(const char* name, const std::string& text) {
  require(xmlTextWriterWriteElement(writer_.get(), chars(name), chars(text)));
  return *this;
}

XmlWriter& XmlWriter::element_if_given(const char* name, const std::string& text) {
  return text.empty() ? *this : element(name, text);
}

std::string XmlWriter::finish() {
  require(xmlTextWriterEndDocument(writer_.get()));
  require(xmlTextWriterFlush(writer_.get()));
  return {reinterpret_cast<const char*>(xmlBufferContent(buffer_.get())),
          static_cast<std::size_t>(xmlBufferLength(buffer_.get()))};
}

}  // namespace fangst::digipost
