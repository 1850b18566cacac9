// Mistakes in the signed headers but for the host. Facts: sigv2.md §3-4, sigv4.md §2, §8.
#include "signer/canonical.hpp"
#include "signer/explain/mistakes.hpp"
#include "signer/explain/rewrite.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain::rows {
namespace {

// Where the signed Content-Type stands: a line of its own, or V4's header line.
std::string_view* content_type_of(Draft& draft, const Case& request) noexcept {
  if (!request.is_v4()) return &draft.content_type;
  Line* const line = draft.line("content-type");
  return line != nullptr ? &line->value : nullptr;
}

constexpr std::string_view usual_types[] = {"application/octet-stream",
                                            "binary/octet-stream",
                                            "application/x-www-form-urlencoded",
                                            "text/plain",
                                            "application/json",
                                            "image/jpeg",
                                            "image/png",
                                            "application/xml",
                                            "text/html",
                                            "application/pdf"};

void unfold(std::string& out, std::string_view value) {
  Text text;
  canonical::append_unfolded(text, value);
  out += text;
}

// The values of one header, joined.
std::string joined(const Case& request, std::string_view name, std::string_view comma) {
  std::string out;
  bool first = true;
  for (const wire::Header& header : request.headers()) {
    if (!canonical::is_named(header.name, name)) continue;
    if (!first) out += comma;
    unfold(out, header.value);
    first = false;
  }
  return out;
}

// Each header that is sent more than once becomes what `change` makes of its line.
template <class Change>
void for_repeated(Draft& draft, const Case& request, const Change& change) {
  std::vector<Line> lines;
  for (const Line& line : draft.lines) {
    if (request.headers().count(line.name) > 1) {
      change(lines, line);
    } else {
      lines.push_back(line);
    }
  }
  draft.lines = std::move(lines);
}

}  // namespace

bool content_type_added(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.content_type = {};
  return true;
}

bool content_type_charset(Draft& draft, const Case& request, unsigned way) {
  constexpr std::string_view usual[] = {"; charset=utf-8", "; charset=UTF-8", ";charset=UTF-8",
                                        ";charset=utf-8", "; charset=ISO-8859-1"};
  std::string_view* const type = content_type_of(draft, request);
  if (type == nullptr || type->empty() || way > std::size(usual)) return false;
  const std::string_view bare = wire::trim(type->substr(0, type->find(';')));
  *type = way == 0 ? bare : request.keep(std::string(bare).append(usual[way - 1]));
  return true;
}

bool content_type_missing(Draft& draft, const Case& request, unsigned way) {
  std::string_view* const type = content_type_of(draft, request);
  const auto* const usual = nth(usual_types, way);
  if (usual == nullptr || type == nullptr || request.headers().has("content-type")) return false;
  *type = *usual;
  return true;
}

bool content_type_other(Draft& draft, const Case& request, unsigned way) {
  std::string_view* const type = content_type_of(draft, request);
  if (type == nullptr || type->empty()) return false;
  if (way == 0) {
    *type = request.keep(wire::lower(*type));
    return true;
  }
  const auto* const usual = nth(usual_types, way - 1);
  if (usual == nullptr) return false;
  *type = *usual;
  return true;
}

bool content_md5_hex(Draft& draft, const Case& request, unsigned way) {
  if (way > 1 || draft.content_md5.empty()) return false;
  const auto bytes =
      way == 0 ? wire::from_base64(draft.content_md5) : wire::from_hex(draft.content_md5);
  if (!bytes) return true;
  draft.content_md5 = request.keep(way == 0 ? wire::to_hex(wire::as_bytes(*bytes))
                                            : wire::to_base64(wire::as_bytes(*bytes)));
  return true;
}

bool content_md5_not_signed(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.content_md5 = {};
  return true;
}

bool token_not_signed(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  std::erase_if(draft.lines, [](const Line& line) {
    return canonical::is_named(line.name, "x-amz-security-token");
  });
  return true;
}

bool amz_query_not_signed(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  for (const wire::QueryParam& param : request.message().query.all()) {
    if (!canonical::is_amz(param.name)) continue;
    std::erase_if(draft.lines,
                  [&](const Line& line) { return canonical::is_named(line.name, param.name); });
    if (request.headers().has(param.name)) {
      draft.lines.push_back(
          {request.keep(wire::lower(param.name)), request.keep(joined(request, param.name, ","))});
    }
  }
  std::sort(draft.lines.begin(), draft.lines.end(),
            [](const Line& a, const Line& b) { return a.name < b.name; });
  return true;
}

bool header_not_signed(Draft& draft, const Case&, unsigned way) {
  if (way >= draft.lines.size()) return false;
  draft.lines.erase(draft.lines.begin() + static_cast<std::ptrdiff_t>(way));
  return true;
}

// Way 0: the client signed no line for it, as it sent none.
bool header_lost(Draft& draft, const Case& request, unsigned way) {
  constexpr Line usual[] = {{"content-length", "0"},
                            {"expect", "100-continue"},
                            {"connection", "keep-alive"},
                            {"connection", "close"},
                            {"transfer-encoding", "chunked"},
                            {"accept-encoding", "identity"},
                            {"accept-encoding", "gzip"},
                            {"te", "trailers"},
                            {"content-encoding", "aws-chunked"}};
  if (way > std::size(usual)) return false;
  if (way == 0) {
    std::erase_if(draft.lines, [&](const Line& line) { return !request.headers().has(line.name); });
    return true;
  }
  Line* const line = draft.line(usual[way - 1].name);
  if (line != nullptr && line->value.empty()) line->value = usual[way - 1].value;
  return true;
}

bool header_rewritten(Draft& draft, const Case&, unsigned way) {
  constexpr Line usual[] = {{"accept-encoding", "identity"},
                            {"accept-encoding", "gzip"},
                            {"accept-encoding", ""},
                            {"accept-encoding", "gzip, deflate"},
                            {"accept-encoding", "gzip,gzip"},
                            {"accept-encoding", "gzip, deflate, br"},
                            {"content-length", "0"},
                            {"content-length", ""},
                            {"connection", "keep-alive"},
                            {"connection", "Keep-Alive"},
                            {"connection", "close"},
                            {"connection", ""},
                            {"expect", ""},
                            {"te", "trailers"},
                            {"te", ""}};
  if (way >= std::size(usual)) return false;
  Line* const line = draft.line(usual[way].name);
  if (line != nullptr && !line->value.empty()) line->value = usual[way].value;
  return true;
}

bool headers_unsorted(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  std::vector<Line> in_order;
  const auto move_lines = [&](std::string_view name) {
    for (const Line& line : draft.lines) {
      const bool again = std::any_of(in_order.begin(), in_order.end(), [&](const Line& known) {
        return canonical::is_named(known.name, line.name);
      });
      if (canonical::is_named(name, line.name) && !again) in_order.push_back(line);
    }
  };
  for (const wire::Header& header : request.headers()) move_lines(header.name);
  for (const Line& line : std::vector<Line>(draft.lines)) move_lines(line.name);
  draft.lines = std::move(in_order);
  return true;
}

bool signed_headers_unsorted(Draft& draft, const Case& request, unsigned way) {
  if (way > 1) return false;
  std::sort(draft.lines.begin(), draft.lines.end(),
            [](const Line& a, const Line& b) { return canonical::name_less(a.name, b.name); });
  if (way == 1) return true;
  std::string list;
  for (const Line& line : draft.lines) list.append(list.empty() ? "" : ";").append(line.name);
  draft.signed_headers = request.keep(std::move(list));
  return true;
}

// The names as they stand in the request; then the list of V4 so too; then both sorted so.
bool header_names_case(Draft& draft, const Case& request, unsigned way) {
  if (way > 2) return false;
  for (Line& line : draft.lines) {
    for (const wire::Header& header : request.headers()) {
      if (canonical::is_named(header.name, line.name)) line.name = header.name;
    }
  }
  if (way == 2) {
    std::sort(draft.lines.begin(), draft.lines.end(),
              [](const Line& a, const Line& b) { return a.name < b.name; });
  }
  if (way == 0 || draft.signed_headers.empty()) return true;
  std::string list;
  for (const Line& line : draft.lines) list.append(list.empty() ? "" : ";").append(line.name);
  draft.signed_headers = request.keep(std::move(list));
  return true;
}

bool spaces_collapsed(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  for (Line& line : draft.lines) {
    Text value;
    canonical::append_collapsed(value, line.value);
    line.value = request.keep(value.string());
  }
  return true;
}

bool spaces_kept(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  for (Line& line : draft.lines) line.value = request.keep(joined(request, line.name, ","));
  return true;
}

// Joined with a blank; a line each; the first alone; the last alone.
bool repeated_header(Draft& draft, const Case& request, unsigned way) {
  if (way > 3) return false;
  for_repeated(draft, request, [&](std::vector<Line>& lines, const Line& line) {
    if (way == 0) {
      lines.push_back({line.name, request.keep(joined(request, line.name, ", "))});
      return;
    }
    std::vector<Line> each;
    for (const wire::Header& header : request.headers()) {
      if (canonical::is_named(header.name, line.name)) each.push_back({line.name, header.value});
    }
    if (way == 2) each.resize(1);
    if (way == 3) each = {each.back()};
    lines.insert(lines.end(), each.begin(), each.end());
  });
  return true;
}

bool header_space_after_colon(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.layout.colon = ": ";
  return true;
}

}  // namespace pail::signer::explain::rows
