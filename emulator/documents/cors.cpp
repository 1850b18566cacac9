#include "emulator/documents/cors.hpp"

#include <algorithm>
#include <array>

#include "emulator/documents/configuration.hpp"
#include "wire/text.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

constexpr std::array<std::string_view, 5> methods = {"GET", "PUT", "POST", "DELETE", "HEAD"};
constexpr std::size_t rule_id_bytes_max = 255;  // S3

Result<void> add_method(std::string_view method, CorsRule& rule) {
  if (std::find(methods.begin(), methods.end(), method) == methods.end()) {
    return Error(Errc::InvalidRequest,
                 "Found unsupported HTTP method in CORS config. Unsupported method is " +
                     std::string(method));
  }
  rule.allowed_methods.emplace_back(method);
  return wire::ok();
}

Result<void> check_wildcard(std::string_view element, std::string_view pattern) {
  if (std::count(pattern.begin(), pattern.end(), '*') <= 1) return wire::ok();
  std::string message(element);
  message.append(" \"").append(pattern).append("\" can not have more than one wildcard.");
  return Error(Errc::InvalidRequest, message);
}

Result<void> add_exposed(std::string_view name, CorsRule& rule) {
  if (name.find('*') != std::string_view::npos) {
    std::string message = "ExposeHeader \"";
    message.append(name).append(
        "\" contains wildcard. We currently do not support wildcard for ExposeHeader.");
    return Error(Errc::InvalidRequest, message);
  }
  rule.expose_headers.emplace_back(name);
  return wire::ok();
}

// ID and MaxAgeSeconds stand there once at most.
Result<void> set_once(const wire::XmlNode& node, CorsRule& rule) {
  if (node.name() == "ID") {
    if (!rule.id.empty() || node.text().size() > rule_id_bytes_max) return Errc::MalformedXML;
    rule.id = node.text();
    return wire::ok();
  }
  if (node.name() != "MaxAgeSeconds" || rule.max_age_s) return Errc::MalformedXML;
  rule.max_age_s = wire::parse_unsigned(node.text());
  if (!rule.max_age_s) return Errc::MalformedXML;
  return wire::ok();
}

Result<void> read_part(const wire::XmlNode& node, CorsRule& rule) {
  if (node.name() == "AllowedMethod") return add_method(node.text(), rule);
  if (node.name() == "ExposeHeader") return add_exposed(node.text(), rule);
  const bool origin = node.name() == "AllowedOrigin";
  if (!origin && node.name() != "AllowedHeader") return set_once(node, rule);
  PAIL_TRY(check_wildcard(node.name(), node.text()));
  (origin ? rule.allowed_origins : rule.allowed_headers).emplace_back(node.text());
  return wire::ok();
}

Result<CorsRule> read_rule(const wire::XmlNode& node) {
  if (node.name() != "CORSRule") return Errc::MalformedXML;
  CorsRule rule;
  for (const wire::XmlNode& part : node.children()) {
    PAIL_TRY(read_part(part, rule));
  }
  if (rule.allowed_methods.empty() || rule.allowed_origins.empty()) return Errc::MalformedXML;
  return rule;
}

void write_all(wire::XmlWriter& xml, std::string_view element,
               const std::vector<std::string>& texts) {
  for (const std::string& text : texts) xml.element(element, text);
}

void write_rule(wire::XmlWriter& xml, const CorsRule& rule) {
  xml.open("CORSRule");
  if (!rule.id.empty()) xml.element("ID", rule.id);
  write_all(xml, "AllowedHeader", rule.allowed_headers);
  write_all(xml, "AllowedMethod", rule.allowed_methods);
  write_all(xml, "AllowedOrigin", rule.allowed_origins);
  write_all(xml, "ExposeHeader", rule.expose_headers);
  if (rule.max_age_s) xml.element("MaxAgeSeconds", *rule.max_age_s);
  xml.close();
}

using Same = bool (*)(std::string_view, std::string_view);

bool same_case(std::string_view a, std::string_view b) {
  return a == b;
}

bool any_case(std::string_view a, std::string_view b) {
  return wire::iequals(a, b);
}

// `pattern` has one '*' at most, which stands for any text.
bool fits(std::string_view pattern, std::string_view text, Same same) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return same(pattern, text);
  const std::string_view end = pattern.substr(star + 1);
  return text.size() >= star + end.size() && same(pattern.substr(0, star), text.substr(0, star)) &&
         same(end, text.substr(text.size() - end.size()));
}

bool fits_any(const std::vector<std::string>& patterns, std::string_view text, Same same) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return fits(pattern, text, same); });
}

bool allows(const CorsRule& rule, const CorsRequest& request) {
  const auto& names = rule.allowed_methods;
  return fits_any(rule.allowed_origins, request.origin, same_case) &&
         std::find(names.begin(), names.end(), request.method) != names.end() &&
         std::all_of(request.headers.begin(), request.headers.end(), [&](std::string_view header) {
           return fits_any(rule.allowed_headers, header, any_case);
         });
}

template <class Texts>
std::string joined(const Texts& texts) {
  std::string list;
  for (const auto& text : texts) list.append(list.empty() ? "" : ", ").append(text);
  return list;
}

}  // namespace

Result<std::vector<CorsRule>> parse_cors(std::string_view document) {
  PAIL_TRY(const auto xml, parse_configuration(document, "CORSConfiguration"));
  std::vector<CorsRule> rules;
  for (const wire::XmlNode& node : xml.root().children()) {
    PAIL_TRY(rules.emplace_back(), read_rule(node));
  }
  if (rules.empty()) return Errc::MalformedXML;
  if (rules.size() <= cors_rules_max) return rules;
  return Error(Errc::InvalidRequest,
               "The number of CORS rules should not exceed allowed limit of 100 rules.");
}

std::string cors_document(const std::vector<CorsRule>& rules) {
  wire::XmlWriter xml;
  xml.open("CORSConfiguration", wire::s3_namespace);
  for (const CorsRule& rule : rules) write_rule(xml, rule);
  return xml.close().take();
}

std::vector<std::string_view> requested_headers(const wire::Headers& headers) {
  std::vector<std::string_view> names;
  for (std::string_view rest = headers.get("Access-Control-Request-Headers"); !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view name = wire::trim(rest.substr(0, comma));
    if (!name.empty()) names.push_back(name);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return names;
}

const CorsRule* matching_rule(const std::vector<CorsRule>& rules, const CorsRequest& request) {
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const CorsRule& rule) { return allows(rule, request); });
  return found == rules.end() ? nullptr : &*found;
}

void write_cors_headers(wire::FieldBlock& fields, const CorsRule& rule,
                        const CorsRequest& request) {
  const auto& origins = rule.allowed_origins;
  const bool anybody = std::find(origins.begin(), origins.end(), "*") != origins.end();
  fields.add("Access-Control-Allow-Origin", anybody ? "*" : request.origin)
      .add("Access-Control-Allow-Methods", joined(rule.allowed_methods));
  if (!request.headers.empty()) {
    fields.add("Access-Control-Allow-Headers", wire::lower(joined(request.headers)));
  }
  if (!rule.expose_headers.empty()) {
    fields.add("Access-Control-Expose-Headers", joined(rule.expose_headers));
  }
  if (rule.max_age_s) fields.add("Access-Control-Max-Age", *rule.max_age_s);
  if (!anybody) fields.add("Access-Control-Allow-Credentials", "true");
  fields.add("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
}

}  // namespace pail::emulator::documents
