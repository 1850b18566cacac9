#include "wire/query.hpp"

#include <algorithm>

#include "wire/encode.hpp"

namespace pail::wire {
namespace {

QueryParam split_piece(std::string_view piece) noexcept {
  QueryParam param;
  const std::size_t equals = piece.find('=');
  param.raw_name = piece.substr(0, equals);
  param.has_equals = equals != std::string_view::npos;
  if (param.has_equals) param.raw_value = piece.substr(equals + 1);
  return param;
}

}  // namespace

Result<std::string_view> Query::decoded(std::string_view raw) {
  if (std::none_of(raw.begin(), raw.end(), [](char c) { return c == '%' || c == '+'; })) return raw;
  auto text = query_decode(raw);
  if (!text) return Errc::InvalidURI;
  return keep(std::move(*text));
}

Result<Query> Query::parse(std::string_view raw) {
  Query query;
  if (raw.empty()) return query;
  query.params_.reserve(static_cast<std::size_t>(std::count(raw.begin(), raw.end(), '&')) + 1);
  while (!raw.empty()) {
    const std::string_view piece = raw.substr(0, raw.find('&'));
    raw.remove_prefix(std::min(piece.size() + 1, raw.size()));
    if (piece.empty()) continue;
    QueryParam param = split_piece(piece);
    PAIL_TRY(param.name, query.decoded(param.raw_name));
    PAIL_TRY(param.value, query.decoded(param.raw_value));
    query.params_.push_back(param);
  }
  return query;
}

void Query::add(std::string_view name, std::string_view value) {
  add(name);
  QueryParam& param = params_.back();
  param.value = keep(std::string(value));
  param.raw_value = keep(percent_encode(value, false));
  param.has_equals = true;
}

void Query::add(std::string_view name) {
  QueryParam param;
  param.name = keep(std::string(name));
  param.raw_name = keep(percent_encode(name, false));
  params_.push_back(param);
}

const QueryParam* Query::find_among_params(std::string_view name) const noexcept {
  const auto found = std::find_if(params_.begin(), params_.end(),
                                  [&](const QueryParam& param) { return param.name == name; });
  return found == params_.end() ? nullptr : &*found;
}

std::string Query::text() const {
  std::string out;
  for (const QueryParam& param : params_) {
    if (!out.empty()) out += '&';
    out += param.raw_name;
    if (param.has_equals) out += '=';
    out += param.raw_value;
  }
  return out;
}

std::string_view Query::keep(std::string text) {
  return texts_.emplace_front(std::move(text));
}

}  // namespace pail::wire
