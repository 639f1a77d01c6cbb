#include "shared/pdf_sniffer.hpp"

#include <algorithm>

namespace fangst::sandbox {
namespace {

constexpr std::string_view kEncrypt = "/Encrypt";
constexpr std::size_t kHeaderSize = 8;

}  // namespace

void PdfSniffer::update(std::string_view bytes) {
  if (start_.size() < kHeaderSize) start_.append(bytes.substr(0, kHeaderSize - start_.size()));
  if (encrypted_) return;
  const std::string seam = tail_ + std::string(bytes.substr(0, kEncrypt.size() - 1));
  encrypted_ = seam.find(kEncrypt) != std::string::npos || bytes.find(kEncrypt) != std::string_view::npos;
  const std::size_t keep = kEncrypt.size() - 1;
  tail_ = bytes.size() >= keep ? std::string(bytes.substr(bytes.size() - keep)) : seam;
  if (tail_.size() > keep) tail_.erase(0, tail_.size() - keep);
}

PdfFacts PdfSniffer::facts() const {
  PdfFacts facts;
  facts.encrypted = encrypted_;
  facts.is_pdf = start_.size() == kHeaderSize && start_.starts_with("%PDF-");
  if (!facts.is_pdf) return facts;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (is_digit(start_[5]) && start_[6] == '.' && is_digit(start_[7])) {
    facts.major = start_[5] - '0';
    facts.minor = start_[7] - '0';
  }
  return facts;
}

}  // namespace fangst::sandbox
