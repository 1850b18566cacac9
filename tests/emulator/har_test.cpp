#include "emulator/har.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "signer/explain/capture.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using world::JournalEntry;

JournalEntry a_get() {
  JournalEntry entry;
  entry.id = 7;
  entry.time = wire::Time(1'360'112'265'042'000us);  // 2013-02-06T00:57:45.042Z
  entry.request_id = "0123456789ABCDEF";
  entry.peer = "127.0.0.1";
  entry.method = "GET";
  entry.target = "/b/a%20cat.jpg?versionId=v+1&acl";
  entry.headers =
      "Host: localhost:9000\nAuthorization: AWS AKID:abcd...\nx-amz-meta-note: a: b\nEmpty: \n";
  entry.operation = "GetObject";
  entry.bucket = "b";
  entry.key = "a cat.jpg";
  entry.verdict = "accepted";
  entry.status = 404;
  entry.code = "NoSuchKey";
  entry.response_headers = "Content-Type: application/xml\nx-amz-request-id: 0123456789ABCDEF\n";
  entry.bytes_out = 321;
  entry.duration = 1'250us;
  entry.faults = {"f1", "f2"};
  return entry;
}

json::value har(std::vector<JournalEntry> entries) {
  std::vector<world::Journal::EntryPtr> pointers;
  for (JournalEntry& entry : entries) {
    pointers.push_back(std::make_shared<const JournalEntry>(std::move(entry)));
  }
  return json::parse(har_of(pointers, "1.2.3"));
}

const json::value& first_entry(const json::value& file) {
  return file.at("log").at("entries").at(0);
}

std::vector<std::string> pairs(const json::value& list) {
  std::vector<std::string> found;
  for (const json::value& each : list.as_array()) {
    found.push_back(json::value_to<std::string>(each.at("name")) + "=" +
                    json::value_to<std::string>(each.at("value")));
  }
  return found;
}

TEST(Har, SaysWhichVersionAndWhoMadeIt) {
  EXPECT_EQ(har({}), json::parse(R"({"log":{"version":"1.2","entries":[],
      "creator":{"name":"Pail","version":"1.2.3"}}})"));
}

TEST(Har, HasAllMembersThatVersion12Asks) {
  const json::value file = har({a_get()});
  const json::value& entry = first_entry(file);
  EXPECT_EQ(entry.at("startedDateTime"), "2013-02-06T00:57:45.042Z");
  EXPECT_EQ(entry.at("time"), 1.25);
  EXPECT_EQ(entry.at("cache"), json::object());
  EXPECT_EQ(entry.at("timings"), json::parse(R"({"send":0,"wait":1.25,"receive":0})"));
  const json::value& request = entry.at("request");
  EXPECT_EQ(request.at("method"), "GET");
  EXPECT_EQ(request.at("url"), "http://localhost:9000/b/a%20cat.jpg?versionId=v+1&acl");
  EXPECT_EQ(request.at("httpVersion"), "HTTP/1.1");
  EXPECT_EQ(request.at("headersSize"), -1);
  EXPECT_EQ(request.at("bodySize"), 0);
  EXPECT_TRUE(request.at("cookies").as_array().empty());
  EXPECT_THAT(pairs(request.at("headers")),
              ElementsAre("Host=localhost:9000", "Authorization=AWS AKID:abcd...",
                          "x-amz-meta-note=a: b", "Empty="));
  EXPECT_THAT(pairs(request.at("queryString")), ElementsAre("versionId=v 1", "acl="));
  const json::value& response = entry.at("response");
  EXPECT_EQ(response.at("status"), 404);
  EXPECT_EQ(response.at("statusText"), "");
  EXPECT_EQ(response.at("httpVersion"), "HTTP/1.1");
  EXPECT_EQ(response.at("redirectURL"), "");
  EXPECT_EQ(response.at("headersSize"), -1);
  EXPECT_EQ(response.at("bodySize"), 321);
  EXPECT_TRUE(response.at("cookies").as_array().empty());
  EXPECT_EQ(response.at("content"), json::parse(R"({"size":321,"mimeType":"application/xml"})"));
}

TEST(Har, KeepsWhatElseIsKnownInAMemberOfOurs) {
  const json::value file = har({a_get()});
  EXPECT_EQ(first_entry(file).at("_pail"), json::parse(R"({
      "id":7,"requestId":"0123456789ABCDEF","operation":"GetObject","bucket":"b",
      "key":"a cat.jpg","verdict":"accepted","code":"NoSuchKey","peer":"127.0.0.1",
      "faults":["f1","f2"]})"));
}

TEST(Har, RedirectsSayWhereTo) {
  JournalEntry entry = a_get();
  entry.status = 307;
  entry.response_headers = "Location: http://other/b/k\n";
  const json::value file = har({entry});
  EXPECT_EQ(first_entry(file).at("response").at("redirectURL"), "http://other/b/k");
  EXPECT_EQ(first_entry(file).at("response").at("content").at("mimeType"), "x-unknown");
}

TEST(Har, LeavesOutWhatIsNoRequest) {
  JournalEntry notification = a_get(), lifecycle = a_get();
  notification.kind = JournalEntry::Kind::notification;
  lifecycle.kind = JournalEntry::Kind::lifecycle;
  EXPECT_TRUE(har({notification, lifecycle}).at("log").at("entries").as_array().empty());
}

TEST(Har, BytesThatAreNoTextAreReadAsLatin1) {
  JournalEntry entry = a_get();
  entry.headers = "X-Name: caf\xE9\n";
  entry.target = "/b/\xE9?\xE9";
  const json::value file = har({entry});
  const json::value& request = first_entry(file).at("request");
  EXPECT_THAT(pairs(request.at("headers")), ElementsAre("X-Name=café"));
  EXPECT_EQ(request.at("url"), "http://localhost/b/é?é");
}

TEST(Har, QueryThatDoesNotParseStaysInTheUrl) {
  JournalEntry entry = a_get();
  entry.target = "/b?x=%zz";
  const json::value file = har({entry});
  EXPECT_TRUE(first_entry(file).at("request").at("queryString").as_array().empty());
  EXPECT_EQ(first_entry(file).at("request").at("url"), "http://localhost:9000/b?x=%zz");
}

TEST(Har, ReadsBackAsTheRequestItWas) {
  namespace explain = signer::explain;
  const JournalEntry entry = a_get();
  const auto captured = explain::capture_har(json::serialize(har({entry})), 1);
  ASSERT_TRUE(captured) << wire::describe(captured.error());
  EXPECT_EQ(captured.value().method, entry.method);
  EXPECT_EQ(captured.value().target, entry.target);
  EXPECT_EQ(captured.value().body, "");
  std::string headers;
  for (const wire::NamedText& field : captured.value().headers) {
    headers += field.name + ": " + field.value + "\n";
  }
  EXPECT_EQ(headers, entry.headers);
  EXPECT_TRUE(explain::carries_signature(captured.value()));
}

}  // namespace
}  // namespace pail::emulator
