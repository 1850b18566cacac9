// Mistakes in the path and the bucket of the signed resource. Facts: sigv2.md §5, §11, sigv4.md §2.
#include "signer/explain/mistakes.hpp"
#include "signer/explain/rewrite.hpp"
#include "signer/explain/unicode_forms.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain::rows {
namespace {

// The bucket, wherever it stands, as sent.
std::string_view bucket_of(const Case& request) noexcept {
  const std::string_view in_host = request.message().host_bucket;
  return in_host.empty() ? first_segment(request.message().path) : in_host;
}

bool is_key_byte(char c) noexcept {
  return wire::to_lower(c) != c || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// As a library does that keeps the characters `also` and writes a space as `space`.
std::string encoded_like(std::string_view text, std::string_view also, std::string_view space) {
  std::string out;
  for (const char c : text) {
    if (c == ' ') {
      out += space;
    } else if (is_key_byte(c) || also.find(c) != std::string_view::npos) {
      out += c;
    } else {
      wire::append_percent_encoded(out, std::string_view(&c, 1), false);
    }
  }
  return out;
}

// Dot segments removed, runs of slashes one slash.
std::string normalised(std::string_view path) {
  std::string out;
  for (std::string_view rest = path; !rest.empty();) {
    const std::size_t end = std::min(rest.find('/', 1), rest.size());
    const std::string_view segment = rest.substr(0, end);
    rest.remove_prefix(end);
    if (segment == "/" && !rest.empty()) continue;
    if (segment == "/..") {
      out.resize(std::min(out.rfind('/'), out.size()));
    } else if (segment != "/.") {
      out += segment;
    }
  }
  return out.empty() ? "/" : out;
}

std::string latin1_of(std::string_view utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const bool two_bytes = (lead == 0xC2 || lead == 0xC3) && i + 1 < utf8.size();
    if (!two_bytes) {
      out += utf8[i];
      continue;
    }
    const auto low = static_cast<unsigned char>(static_cast<unsigned char>(utf8[++i]) & 0x3FU);
    out += static_cast<char>(static_cast<unsigned char>(lead << 6U) | low);
  }
  return out;
}

void set_path(Draft& draft, const Case& request, std::string path) {
  draft.path = request.keep(std::move(path));
}

}  // namespace

bool bucket_missing(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  if (!request.message().host_bucket.empty()) {
    draft.bucket = {};
    return true;
  }
  draft.path.remove_prefix(std::min(first_segment(draft.path).size() + 1, draft.path.size()));
  if (draft.path.empty()) draft.path = "/";
  return true;
}

bool bucket_doubled(Draft& draft, const Case& request, unsigned way) {
  const std::string_view bucket = bucket_of(request);
  if (way > 0 || bucket.empty()) return false;
  set_path(draft, request, std::string("/").append(bucket).append(draft.path));
  return true;
}

// Host is read in lower case, so the spelling that was signed is the one on the wire.
bool bucket_case(Draft& draft, const Case& request, unsigned way) {
  const std::string_view sent = request.headers().get("host").substr(0, draft.bucket.size());
  if (way == 0) {
    if (!draft.bucket.empty() && wire::iequals(sent, draft.bucket)) draft.bucket = sent;
    return true;
  }
  const std::string_view bucket = first_segment(draft.path);
  if (way > 1 || !draft.bucket.empty() || bucket.empty()) return false;
  set_path(draft, request, "/" + wire::lower(bucket).append(draft.path.substr(bucket.size() + 1)));
  return true;
}

bool boto_bucket_slash(Draft& draft, const Case& request, unsigned way) {
  const std::string_view bucket = first_segment(draft.path);
  const bool bare = !bucket.empty() && bucket.size() + 1 == draft.path.size();
  if (way > 0 || !bare || !draft.bucket.empty()) return false;
  return path_slash_added(draft, request, way);
}

bool path_decoded(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  set_path(draft, request, decoded(draft.path));
  return true;
}

bool path_encoded_twice(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  set_path(draft, request, wire::percent_encode(draft.path, true));
  return true;
}

bool path_hex_case(Draft& draft, const Case& request, unsigned way) {
  if (way > 1) return false;
  set_path(draft, request, with_hex_case(draft.path, way == 0));
  return true;
}

bool path_plus_for_space(Draft& draft, const Case& request, unsigned way) {
  constexpr std::string_view signed_as[][2] = {
      {"%20", "+"}, {"+", "%20"}, {"+", "%2B"}, {"%2B", "+"}, {"%2B", "%20"}};
  if (way >= std::size(signed_as)) return false;
  set_path(draft, request, replaced(draft.path, signed_as[way][0], signed_as[way][1]));
  return true;
}

bool path_slash_encoded(Draft& draft, const Case& request, unsigned way) {
  if (way > 2) return false;
  if (way == 2) {
    set_path(draft, request, replaced(replaced(draft.path, "%2F", "/"), "%2f", "/"));
    return true;
  }
  // The slash in front of the key stays, or only the very first.
  const bool in_path = way == 0 && request.message().host_bucket.empty();
  const std::size_t key = in_path ? first_segment(draft.path).size() + 2 : 1;
  if (key >= draft.path.size()) return true;
  set_path(draft, request,
           std::string(draft.path.substr(0, key)) + replaced(draft.path.substr(key), "/", "%2F"));
  return true;
}

bool path_tilde_encoded(Draft& draft, const Case& request, unsigned way) {
  if (way > 1) return false;
  set_path(draft, request,
           way == 0 ? replaced(draft.path, "~", "%7E")
                    : replaced(replaced(draft.path, "%7E", "~"), "%7e", "~"));
  return true;
}

bool path_encoded_otherwise(Draft& draft, const Case& request, unsigned way) {
  if (way > 2) return false;
  const std::string raw = decoded(draft.path);
  set_path(draft, request,
           way == 0   ? wire::percent_encode(raw, true)
           : way == 1 ? encoded_like(raw, "/-_.~!'()*", "%20")  // JavaScript
                      : encoded_like(raw, "/-_.*", "+"));       // Java's form encoder
  return true;
}

bool path_normalised(Draft& draft, const Case& request, unsigned way) {
  if (way > 1) return false;
  set_path(draft, request, way == 0 ? normalised(draft.path) : replaced(draft.path, "//", "/"));
  return true;
}

bool path_unicode_form(Draft& draft, const Case& request, unsigned way) {
  if (way > 1) return false;
  const std::string raw = decoded(draft.path);
  const bool ascii =
      std::all_of(raw.begin(), raw.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
  if (ascii) return false;
  set_path(draft, request, wire::percent_encode(way == 0 ? composed(raw) : decomposed(raw), true));
  return true;
}

bool path_latin1(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  const std::string raw = decoded(draft.path);
  const std::string latin1 = latin1_of(raw);
  if (latin1 != raw) set_path(draft, request, wire::percent_encode(latin1, true));
  return true;
}

bool path_rewritten_by_proxy(Draft& draft, const Case& request, unsigned way) {
  constexpr std::string_view prefixes[] = {"x-forwarded-prefix", "x-script-name"};
  constexpr std::string_view whole[] = {"x-original-uri", "x-forwarded-uri", "x-original-url",
                                        "x-rewrite-url"};
  if (const auto* const name = nth(prefixes, way)) {
    std::string prefix(request.headers().get(*name));
    if (prefix.ends_with('/')) prefix.pop_back();
    set_path(draft, request, std::move(prefix.append(draft.path)));
    return true;
  }
  const auto* const name = nth(whole, way - std::size(prefixes));
  if (name == nullptr) return false;
  const std::string_view target = request.headers().get(*name);
  if (!target.empty()) draft.path = target.substr(0, target.find('?'));
  return true;
}

bool path_with_query(Draft& draft, const Case& request, unsigned way) {
  if (way > 0 || request.message().query.empty()) return false;
  set_path(draft, request, std::string(draft.path) + '?' + request.message().query.text());
  return true;
}

bool path_is_url(Draft& draft, const Case& request, unsigned way) {
  constexpr std::string_view schemes[] = {"http://", "https://", ""};
  const auto* const scheme = nth(schemes, way);
  if (scheme == nullptr) return false;
  set_path(draft, request,
           std::string(*scheme).append(request.headers().get("host")).append(draft.path));
  draft.bucket = {};
  return true;
}

bool path_without_slash(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  if (draft.path.starts_with('/')) draft.path.remove_prefix(1);
  return true;
}

bool path_slash_dropped(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  if (draft.path.ends_with('/')) draft.path.remove_suffix(1);
  return true;
}

bool path_slash_added(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  if (!draft.path.ends_with('/')) set_path(draft, request, std::string(draft.path) + '/');
  return true;
}

}  // namespace pail::signer::explain::rows
