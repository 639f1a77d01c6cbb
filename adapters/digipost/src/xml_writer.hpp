#pragma once

#include <memory>
#include <string>
#include <string_view>

typedef struct _xmlTextWriter xmlTextWriter;
typedef struct _xmlBuffer xmlBuffer;

namespace fangst::digipost {

/// Writes one document in Digipost's namespace; libxml2 escapes. Every element that is opened is closed by finish() at
/// the latest. Throws std::bad_alloc only.
class XmlWriter {
 public:
  explicit XmlWriter(const std::string& root);
  ~XmlWriter();

  XmlWriter& open(const char* name);
  XmlWriter& close();
  XmlWriter& element(const char* name, const std::string& text);
  /// Nothing is written for an empty text.
  XmlWriter& element_if_given(const char* name, const std::string& text);
  std::string finish();

 private:
  struct BufferFree {
    void operator()(xmlBuffer* buffer) const;
  };
  struct WriterFree {
    void operator()(xmlTextWriter* writer) const;
  };
  std::unique_ptr<xmlBuffer, BufferFree> buffer_;
  std::unique_ptr<xmlTextWriter, WriterFree> writer_;  // Writes into the buffer: freed first.
};

}  // namespace fangst::digipost
