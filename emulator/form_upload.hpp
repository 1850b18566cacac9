// The body of a form upload on its way in: gathers the fields in front of the file, has them judged
// once the file begins, and passes its content on to whoever was found fit to take it. Of the body
// it holds the fields alone, 20 KiB at most. Not thread-safe. Spec: shared/spec/sigv2.md §10.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/form_fields.hpp"
#include "net/exchange.hpp"
#include "signer/post_policy.hpp"
#include "wire/form_data.hpp"

namespace pail::emulator {

// Who takes the file, and how large it may be.
struct FileTaker {
  std::unique_ptr<net::Upload> upload;
  signer::FileSizes sizes;
};
// Called once, with all fields there will be; they live as long as the FormUpload, and longer than
// the taker.
using JudgeForm = std::function<wire::Result<FileTaker>(const FormFields& fields)>;

class FormUpload final : public net::Upload, private wire::FormReader {
 public:
  FormUpload(std::string_view boundary, JudgeForm judge);

  // MalformedPOSTRequest, MaxPostPreDataLengthExceeded, InvalidArgument (two files), and what the
  // judge and the taker say.
  wire::Result<void> write(net::Bytes piece) override;
  // Also InvalidArgument (no file), EntityTooLarge and EntityTooSmall: a file that has become too
  // large is dropped at once, but counted to its end, since S3 tells how large it was.
  wire::Result<net::Reply> finish() override;

 private:
  enum class Place : std::uint8_t { field, file, behind_file };

  wire::Result<void> begin_part(wire::FormPart part) override;
  wire::Result<void> data(wire::Bytes piece) override;
  wire::Result<void> end_part() override;
  wire::Result<void> begin_file(const std::optional<std::string>& filename);
  wire::Result<void> take(wire::Bytes piece);
  wire::Result<void> check_fields_size() const;

  wire::FormParser parser_;
  JudgeForm judge_;
  Place place_ = Place::field;
  std::string name_;  // of the field being read
  std::string value_;
  FormFields fields_;
  FileTaker taker_;  // after fields_: destroyed first
  std::uint64_t file_bytes_ = 0;
};

}  // namespace pail::emulator
