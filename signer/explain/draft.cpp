#include "signer/explain/draft.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "signer/canonical.hpp"
#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain {
namespace {

// The text up to the first `mark`, which is taken off `rest` with it.
std::string_view take(std::string_view& rest, char mark) {
  const std::size_t end = std::min(rest.find(mark), rest.size());
  const std::string_view text = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return text;
}

void rebuild_amz_lines(const Case& request, Draft& draft) {
  Text text;
  v2::append_amz_headers(text, request.message());
  for (std::string_view rest = request.keep(text.string()); !rest.empty();) {
    std::string_view line = take(rest, '\n');
    const std::string_view name = take(line, ':');
    draft.lines.push_back({name, line});
  }
}

void rebuild_sub_resources(const Case& request, Draft& draft) {
  for (const wire::QueryParam& param : request.message().query.all()) {
    const auto kind = v2::sub_resource(param.name);
    const bool again = std::any_of(draft.params.begin(), draft.params.end(),
                                   [&](const Param& known) { return known.name == param.name; });
    if (kind == v2::SubResource::not_signed || again) continue;
    const bool valued = kind == v2::SubResource::name_and_value;
    draft.params.push_back({param.name, valued ? param.value : std::string_view{}, valued});
  }
  std::sort(draft.params.begin(), draft.params.end(),
            [](const Param& a, const Param& b) { return a.name < b.name; });
}

void rebuild_v2(const Case& request, Draft& draft) {
  const Message& message = request.message();
  draft.method = message.method;
  draft.bucket = message.host_bucket;
  draft.path = message.path;
  draft.content_md5 = wire::trim(message.headers.get("content-md5"));
  draft.content_type = wire::trim(message.headers.get("content-type"));
  draft.date_line = request.form == v2_query
                        ? message.query.value("Expires").value_or(std::string_view{})
                        : v2::header_date_line(message.headers);
  rebuild_amz_lines(request, draft);
  rebuild_sub_resources(request, draft);
}

void rebuild_query(const Case& request, Draft& draft) {
  for (const wire::QueryParam& param : request.message().query.all()) {
    if (param.name == "X-Amz-Signature") continue;
    draft.params.push_back({request.keep(wire::percent_encode(param.name, false)),
                            request.keep(wire::percent_encode(param.value, false)), true});
  }
  std::sort(draft.params.begin(), draft.params.end(), [](const Param& a, const Param& b) {
    return std::tie(a.name, a.value) < std::tie(b.name, b.value);
  });
}

void rebuild_headers(const Case& request, Draft& draft) {
  const v4::SignedHeaders signed_headers(draft.signed_headers);
  for (const std::string_view name : signed_headers.names()) {
    Text value;
    bool first = true;
    for (const wire::Header& header : request.headers()) {
      if (!canonical::is_named(header.name, name)) continue;
      if (!first) value += ',';
      canonical::append_collapsed(value, header.value);
      first = false;
    }
    draft.lines.push_back({name, request.keep(value.string())});
  }
}

void rebuild_derivation(std::string_view scope, Draft& draft) {
  draft.scope = scope;
  draft.recipe.hash = Hash::sha256;
  draft.recipe.prefix = "AWS4";
  draft.recipe.step_count = 4;
  for (std::string_view& step : draft.recipe.steps) step = take(scope, '/');
}

// What a V4 request claims stands in what verify() says about it, so it need not be parsed again.
void rebuild_v4(const Case& request, Draft& draft) {
  std::string_view to_sign = request.exhibit.refusal.detail("StringToSign");
  draft.algorithm = take(to_sign, '\n');
  draft.date_text = take(to_sign, '\n');
  rebuild_derivation(take(to_sign, '\n'), draft);
  std::string_view canonical = request.exhibit.refusal.detail("CanonicalRequest");
  const std::size_t payload = canonical.rfind('\n') + 1;
  draft.payload_hash = canonical.substr(payload);
  canonical = canonical.substr(0, payload == 0 ? 0 : payload - 1);
  draft.signed_headers = canonical.substr(canonical.rfind('\n') + 1);
  draft.method = request.message().method;
  draft.path = request.message().path;
  rebuild_query(request, draft);
  rebuild_headers(request, draft);
}

void rebuild_form(const Case& request, Draft& draft) {
  draft.policy = request.exhibit.refusal.detail("StringToSign");
  if (request.form != v4_form) return;
  std::string_view credential = request.exhibit.form_credential;
  take(credential, '/');
  rebuild_derivation(credential, draft);
}

void append_params(std::string& out, const Draft& draft, char mark) {
  for (const Param& param : draft.params) {
    if (mark != '\0') out += mark;
    mark = '&';
    out += param.name;
    if (!param.has_value) continue;
    out += '=';
    out += param.value;
  }
}

void append_lines(std::string& out, const Draft& draft) {
  for (const Line& line : draft.lines) {
    out.append(line.name).append(draft.layout.colon).append(line.value);
    out += draft.layout.newline;
  }
}

void append_v2(std::string& out, const Draft& draft) {
  const auto append_line = [&](std::string_view text) {
    if (text.empty() && !draft.layout.empty_lines) return;
    out.append(text).append(draft.layout.newline);
  };
  append_line(draft.method);
  append_line(draft.content_md5);
  append_line(draft.content_type);
  append_line(draft.date_line);
  append_lines(out, draft);
  if (!draft.bucket.empty()) out.append("/").append(draft.bucket);
  out += draft.path;
  append_params(out, draft, '?');
}

void append_v4(std::string& out, const Draft& draft, std::string_view canonical_text) {
  const std::string_view newline = draft.layout.newline;
  out.append(draft.algorithm).append(newline).append(draft.date_text).append(newline);
  out.append(draft.scope).append(newline).append(canonical_text);
}

}  // namespace

Line* Draft::line(std::string_view name) noexcept {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const Line& line) {
    return canonical::is_named(line.name, name);
  });
  return found == lines.end() ? nullptr : &*found;
}

bool rebuild(const Case& request, Draft& draft) {
  if ((request.form & (v2_form | v4_form)) != 0) {
    rebuild_form(request, draft);
    return true;
  }
  std::string text;
  if (!request.is_v4()) {
    rebuild_v2(request, draft);
    append_string_to_sign(text, draft, request.form, {});
    return text == request.exhibit.refusal.detail("StringToSign");
  }
  rebuild_v4(request, draft);
  append_canonical(text, draft);
  return draft.recipe.steps[3] == "aws4_request" && wire::iequals(draft.algorithm, v4::algorithm) &&
         text == request.exhibit.refusal.detail("CanonicalRequest");
}

void append_canonical(std::string& out, const Draft& draft) {
  const std::string_view newline = draft.layout.newline;
  out.append(draft.method).append(newline).append(draft.path).append(newline);
  out += draft.layout.query_mark;
  append_params(out, draft, '\0');
  out += newline;
  append_lines(out, draft);
  for (unsigned i = 0; i < draft.layout.blank_lines; ++i) out += newline;
  if (draft.layout.signed_headers_line) out.append(draft.signed_headers).append(newline);
  out.append(draft.payload_hash).append(draft.layout.canonical_end);
}

void append_string_to_sign(std::string& out, const Draft& draft, Form form,
                           std::string_view canonical_text) {
  if ((form & (v2_form | v4_form)) != 0) {
    out += draft.policy;
  } else if ((form & (v4_header | v4_query)) != 0) {
    append_v4(out, draft, canonical_text);
  } else {
    append_v2(out, draft);
  }
  out += draft.layout.end;
}

}  // namespace pail::signer::explain
