#include "emulator/control/routes.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "emulator/control/openapi.hpp"

namespace pail::control {
namespace {

namespace json = boost::json;

std::string led_to(std::string_view method, std::string_view path) {
  const Found found = find_route(method, path);
  if (found.route == nullptr) return found.allow.empty() ? "nowhere" : "allow " + found.allow;
  return std::string(found.route->path) + " " + found.world + " " + found.item;
}

TEST(Routes, FindWorldAndItemInThePath) {
  EXPECT_EQ(led_to("GET", "health"), "health default ");
  EXPECT_EQ(led_to("GET", "worlds/a"), "worlds/{world} a ");
  EXPECT_EQ(led_to("PUT", "worlds/a/snapshots/v1.0"), "worlds/{world}/snapshots/{snapshot} a v1.0");
  EXPECT_EQ(led_to("GET", "worlds/a%2Db/faults/f%31"), "worlds/{world}/faults/{fault} a-b f1");
}

TEST(Routes, FindTheGetForAHead) {
  EXPECT_EQ(led_to("HEAD", "health"), "health default ");
}

TEST(Routes, LeadNowhereWhereThereIsNothing) {
  for (const std::string_view path :
       {"", "health/", "healthy", "/health", "worlds/", "worlds//clock", "worlds/a/", "worlds/a/b",
        "worlds/a/clock/advance/", "worlds/%zz"}) {
    EXPECT_EQ(led_to("GET", path), "nowhere") << path;
  }
}

TEST(Routes, SayWhatAPathTakes) {
  EXPECT_EQ(led_to("PATCH", "worlds"), "allow POST, GET, HEAD");
  EXPECT_EQ(led_to("GET", "worlds/a/clock/advance"), "allow POST");
  EXPECT_EQ(led_to("OPTIONS", "worlds/a/faults/f1"), "allow GET, HEAD, PUT, DELETE");
}

// "GET /worlds/{world}/journal?after&bucket..."
std::string line(std::string_view method, std::string_view path, std::set<std::string> query) {
  std::string text = std::string(method) + " /" + std::string(path);
  for (const std::string& name : query) text += (name == *query.begin() ? "?" : "&") + name;
  return text;
}

std::set<std::string> words(std::string_view text) {
  std::set<std::string> found;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    found.emplace(word);
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return found;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(c));
  return text;
}

const json::value& resolved(const json::value& document, const json::value& value) {
  const json::value* const reference = value.as_object().if_contains("$ref");
  if (reference == nullptr) return value;
  return document.at_pointer(reference->as_string().subview(1));
}

std::set<std::string> documented_calls(const json::value& document) {
  std::set<std::string> calls;
  for (const auto& [path, item] : document.at("paths").as_object()) {
    for (const auto& [method, call] : item.as_object()) {
      if (method == "parameters") continue;
      std::set<std::string> query;
      const json::value* const parameters = call.as_object().if_contains("parameters");
      for (const auto& named : parameters == nullptr ? json::array() : parameters->as_array()) {
        const json::value& parameter = resolved(document, named);
        if (parameter.at("in") == "query") query.emplace(parameter.at("name").as_string());
      }
      calls.insert(line(upper(method), path.substr(1), std::move(query)));
    }
  }
  return calls;
}

TEST(Routes, AreExactlyWhatTheDocumentDescribes) {
  std::set<std::string> calls;
  for (const Route& route : routes()) {
    EXPECT_NE(route.answer == nullptr, route.receive == nullptr) << route.path;
    EXPECT_TRUE(calls.insert(line(route.method, route.path, words(route.query))).second)
        << "twice: " << route.method << " " << route.path;
  }
  EXPECT_EQ(calls, documented_calls(json::parse(openapi_document())));
}

TEST(Routes, TakeABodyWhereTheDocumentHasOne) {
  const json::value document = json::parse(openapi_document());
  for (const Route& route : routes()) {
    SCOPED_TRACE(std::string(route.method) + " " + std::string(route.path));
    std::string method(route.method);
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    const json::value& call = document.at("paths").at("/" + std::string(route.path)).at(method);
    const bool takes_body = route.body_bytes_max > 0 || route.receive != nullptr;
    EXPECT_EQ(call.as_object().contains("requestBody"), takes_body);
    EXPECT_EQ(call.at("responses").as_object().contains("413"), route.body_bytes_max > 0);
    const bool names_something = route.path.find('{') != std::string_view::npos ||
                                 (route.method == "POST" && route.path == "worlds");
    EXPECT_EQ(call.at("responses").as_object().contains("404"), names_something);
  }
}

}  // namespace
}  // namespace pail::control
