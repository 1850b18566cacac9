// Every error S3 can answer, once. The table is errors.def; the enum, the texts, the XML, the
// client's parser and the tests all come from it. An Error carries what the service puts into its
// <Error> document: a code, a message and the code's own elements in wire order, plus the response
// headers some refusals need (Allow, x-amz-bucket-region).
//
// Value type; not thread-bound. Moving is one pointer, so that Result<T> stays cheap where nothing
// fails; a moved-from Error may only be assigned to or destroyed. Never put a secret into a message
// or a detail: all of it is sent to whoever asked. Spec: shared/spec/errors.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pail::wire {

enum class Errc : std::uint16_t {
#define PAIL_ERROR(name, code, status, message) name,
#include "wire/errors.def"
#undef PAIL_ERROR
};

// One row of errors.def. `code` is the text on the wire; `message` the wording S3 uses most for it.
struct ErrorInfo {
  std::string_view code;
  unsigned status;
  std::string_view message;
};

const ErrorInfo& info(Errc code) noexcept;
std::span<const ErrorInfo> all_errors() noexcept;
// The enumerator whose wire text is `code`, if S3 has it.
std::optional<Errc> errc_from_text(std::string_view code) noexcept;

struct NamedText {
  std::string name;
  std::string value;
};

class [[nodiscard]] Error {
 public:
  Error(Errc code);  // NOLINT(google-explicit-constructor): `return Errc::NoSuchKey;` is the idiom
  Error(Errc code, std::string_view message);
  Error(const Error& other);
  Error(Error&& other) noexcept = default;
  Error& operator=(const Error& other);
  Error& operator=(Error&& other) noexcept = default;
  ~Error();

  // Appends an element of the <Error> document; the order of calls is the order on the wire.
  Error&& with(std::string_view element, std::string_view value) &&;
  Error& with(std::string_view element, std::string_view value) &;
  // Adds a response header, e.g. Allow beside MethodNotAllowed.
  Error&& header(std::string_view name, std::string_view value) &&;
  Error& header(std::string_view name, std::string_view value) &;
  // The rare refusal that S3 sends without a <Message>.
  Error&& without_message() &&;

  Errc code() const noexcept { return state_->code; }
  std::string_view code_text() const noexcept { return info(state_->code).code; }
  unsigned status() const noexcept { return info(state_->code).status; }
  // The text for <Message>; nullopt when the element is left out.
  std::optional<std::string_view> message() const noexcept;
  std::span<const NamedText> details() const noexcept { return state_->details; }
  std::span<const NamedText> headers() const noexcept { return state_->headers; }
  // The value of the element `name`, or empty.
  std::string_view detail(std::string_view name) const noexcept;

 private:
  struct State {
    Errc code;
    bool has_message = true;
    std::string message;  // empty: the table's
    std::vector<NamedText> details;
    std::vector<NamedText> headers;
  };
  std::unique_ptr<State> state_;
};

// "The specified key does not exist.": the message alone, for what has no code of S3's; the code
// where there is no message.
std::string sentence(const Error& error);
// "NoSuchKey: The specified key does not exist." for logs and terminals.
std::string describe(const Error& error);

}  // namespace pail::wire
