#include "emulator/form_upload.hpp"

#include <utility>

#include "emulator/invalid_argument.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;
using wire::Error;
using wire::ok;
using wire::Result;

Error not_one_file() {
  return invalid_argument("POST requires exactly one file upload per request.", "file", "0");
}

}  // namespace

FormUpload::FormUpload(std::string_view boundary, JudgeForm judge)
    : parser_(boundary, *this), judge_(std::move(judge)) {}

Result<void> FormUpload::write(net::Bytes piece) {
  return parser_.write(piece);
}

Result<net::Reply> FormUpload::finish() {
  PAIL_TRY(parser_.finish());
  if (place_ == Place::field) return not_one_file();
  PAIL_TRY(taker_.sizes.check(file_bytes_));
  return taker_.upload->finish();
}

// S3 counts all that stands in front of the file's content, boundaries and part headers included.
Result<void> FormUpload::check_fields_size() const {
  constexpr std::size_t bytes_max = wire::limits::form_fields_bytes_max;
  if (parser_.consumed() <= bytes_max) return ok();
  return Error(Errc::MaxPostPreDataLengthExceeded)
      .with("MaxPostPreDataLengthBytes", std::to_string(bytes_max));
}

Result<void> FormUpload::begin_part(wire::FormPart part) {
  const bool is_file = wire::iequals(part.name, "file");
  if (place_ != Place::field) {
    if (is_file) return not_one_file();
    return ok();
  }
  PAIL_TRY(check_fields_size());
  if (is_file) return begin_file(part.filename);
  name_ = std::move(part.name);
  return ok();
}

Result<void> FormUpload::begin_file(const std::optional<std::string>& filename) {
  place_ = Place::file;
  PAIL_TRY(fields_.expand_filename(filename));
  PAIL_TRY(taker_, judge_(fields_));
  return ok();
}

Result<void> FormUpload::data(wire::Bytes piece) {
  if (place_ == Place::file) return take(piece);
  if (place_ == Place::behind_file) return ok();
  PAIL_TRY(check_fields_size());
  value_ += wire::as_text(piece);
  return ok();
}

Result<void> FormUpload::take(wire::Bytes piece) {
  file_bytes_ += piece.size();
  if (file_bytes_ <= taker_.sizes.bytes_max) return taker_.upload->write(piece);
  taker_.upload.reset();
  return ok();
}

Result<void> FormUpload::end_part() {
  if (place_ == Place::field) {
    return fields_.add(std::exchange(name_, {}), std::exchange(value_, {}));
  }
  place_ = Place::behind_file;
  return ok();
}

}  // namespace pail::emulator
