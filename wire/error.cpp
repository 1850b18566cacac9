#include "wire/error.hpp"

#include <algorithm>
#include <array>

namespace pail::wire {
namespace {

constexpr ErrorInfo table[] = {
#define PAIL_ERROR(name, code, status, message) {code, status, message},
#include "wire/errors.def"
#undef PAIL_ERROR
};
constexpr std::size_t table_size = std::size(table);

constexpr const ErrorInfo& row(Errc code) noexcept {
  return table[static_cast<std::size_t>(code)];
}

// The enumerators in the byte order of their wire texts.
std::array<Errc, table_size> sorted_by_text() noexcept {
  std::array<Errc, table_size> codes;
  for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = static_cast<Errc>(i);
  std::sort(codes.begin(), codes.end(), [](Errc a, Errc b) { return row(a).code < row(b).code; });
  return codes;
}

}  // namespace

const ErrorInfo& info(Errc code) noexcept {
  return row(code);
}

std::span<const ErrorInfo> all_errors() noexcept {
  return table;
}

std::optional<Errc> errc_from_text(std::string_view code) noexcept {
  static const std::array<Errc, table_size> codes = sorted_by_text();
  const auto found =
      std::lower_bound(codes.begin(), codes.end(), code,
                       [](Errc errc, std::string_view text) { return row(errc).code < text; });
  if (found == codes.end() || row(*found).code != code) return std::nullopt;
  return *found;
}

Error::Error(Errc code) : state_(std::make_unique<State>()) {
  state_->code = code;
}

Error::Error(Errc code, std::string_view message) : Error(code) {
  state_->message = message;
}

Error::Error(const Error& other) : state_(std::make_unique<State>(*other.state_)) {}

Error& Error::operator=(const Error& other) {
  state_ = std::make_unique<State>(*other.state_);
  return *this;
}

Error::~Error() = default;

Error& Error::with(std::string_view element, std::string_view value) & {
  state_->details.push_back({std::string(element), std::string(value)});
  return *this;
}

Error&& Error::with(std::string_view element, std::string_view value) && {
  return std::move(with(element, value));
}

Error& Error::header(std::string_view name, std::string_view value) & {
  state_->headers.push_back({std::string(name), std::string(value)});
  return *this;
}

Error&& Error::header(std::string_view name, std::string_view value) && {
  return std::move(header(name, value));
}

Error&& Error::without_message() && {
  state_->has_message = false;
  return std::move(*this);
}

std::optional<std::string_view> Error::message() const noexcept {
  if (!state_->has_message) return std::nullopt;
  if (state_->message.empty()) return info(state_->code).message;
  return state_->message;
}

std::string_view Error::detail(std::string_view name) const noexcept {
  for (const NamedText& text : state_->details) {
    if (text.name == name) return text.value;
  }
  return {};
}

std::string sentence(const Error& error) {
  return std::string(error.message().value_or(error.code_text()));
}

std::string describe(const Error& error) {
  std::string out(error.code_text());
  if (const auto message = error.message(); message && !message->empty()) {
    out += ": ";
    out += *message;
  }
  return out;
}

}  // namespace pail::wire
