#include <gtest/gtest.h>

#include "signer/explain/capture.hpp"
#include "signer/explain/shell_words.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::signer::explain {
namespace {

// "PUT /k|Host: h|A: b|body", or the reason why not.
std::string shown(std::string_view command) {
  const auto result = capture_curl(command);
  if (!result) return std::string(result.error().message().value_or(""));
  const CapturedRequest& request = result.value();
  std::string text = request.method + " " + request.target;
  for (const auto& [name, value] : request.headers) text += "|" + name + ": " + value;
  return text + (request.body ? "|" + *request.body : "|?");
}

TEST(CaptureCurl, MakesTheRequestCurlWouldSend) {
  struct Case {
    std::string_view command, request;
  };
  const std::string form = "|Content-Type: application/x-www-form-urlencoded";
  const std::string form_body = "POST /k" + form + "|Host: h|a=1&b=2";
  const std::string unknown_body = "POST /k" + form + "|Host: h|?";
  const Case cases[] = {
      {"curl http://h/b/k?acl", "GET /b/k?acl|Host: h|"},
      {"curl h", "GET /|Host: h|"},
      {"curl --url https://h:9000/k#frag -v", "GET /k|Host: h:9000|"},
      {"curl http://user:secret@h/k", "GET /k|Host: h|"},
      {"curl -I http://h/k", "HEAD /k|Host: h|"},
      {"curl -sSXDELETE http://h/k -o /dev/null", "DELETE /k|Host: h|"},
      {"curl -H 'Host: x' -H 'A:  b ' -H 'C;' -H 'Accept:' http://h/k", "GET /k|Host: x|A: b|C: |"},
      {"curl -T photo.jpg http://h/b/", "PUT /b/photo.jpg|Host: h|?"},
      {"curl -T 'my dir/a b.jpg' http://h/b/", "PUT /b/a%20b.jpg|Host: h|?"},
      {"curl -T - http://h/b/k", "PUT /b/k|Host: h|?"},
      {"curl -d a=1 --data b=2 http://h/k", form_body},
      {"curl -d a=1 -d b=2 -H 'Content-Type:' http://h/k", "POST /k|Host: h|a=1&b=2"},
      {"curl -d a=1 -d b=2 -H 'content-type: x/y' http://h/k",
       "POST /k|content-type: x/y|Host: h|a=1&b=2"},
      {"curl -d @file http://h/k", unknown_body},
      {"curl --data-binary @file http://h/k", unknown_body},
      {"curl --data-raw @file http://h/k",
       "POST /k|Content-Type: "
       "application/x-www-form-urlencoded|Host: h|@file"},
      {"curl --data-urlencode 'a=b c' -G http://h/k", "GET /k?a=b%20c|Host: h|"},
      {"curl -G -d a=1 'http://h/k?x'", "GET /k?x&a=1|Host: h|"},
      {"curl --json '{}' http://h/k",
       "POST /k|Content-Type: application/json|Accept: application/json|Host: h|{}"},
      {"curl -A agent -e from -b c=d h/k",
       "GET /k|User-Agent: agent|Referer: from|Cookie: c=d|Host: h|"},
      {"$ FOO=bar curl h/k | jq .", "GET /k|Host: h|"},
      {"curl \\\n  -X PUT \\\r\n  h/k\nls", "PUT /k|Host: h|"},
      {"/usr/bin/curl -- h/k", "GET /k|Host: h|"},
      {"curl -H ':authority: x' -H ':method: PUT' h/k", "GET /k|Host: x|"},
  };
  for (const Case& c : cases) EXPECT_EQ(shown(c.command), c.request) << c.command;
}

TEST(CaptureCurl, ReadsWhatBrowsersCopy) {
  EXPECT_EQ(shown(pail::testing::read_fixture("captures/browser.curl")),
            "PUT /photos/caf%C3%A9.jpg?x-id=PutObject|authority: my-bucket-name.s3.amazonaws.com"
            "|accept: */*|authorization: AWS4-HMAC-SHA256 "
            "Credential=AKIAIOSFODNN7EXAMPLE/20130206/us-east-1/s3/aws4_request, "
            "SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=00"
            "|content-type: image/jpeg|x-amz-content-sha256: UNSIGNED-PAYLOAD"
            "|x-amz-date: 20130206T005745Z|x-amz-meta-note: it's \u00e9t\u00e9"
            "|Host: my-bucket-name.s3.amazonaws.com|line one\r\nline two!");
}

TEST(CaptureCurl, SaysWhatItCannotRead) {
  struct Case {
    std::string_view command, why;
  };
  const Case cases[] = {
      {"", "this is no curl command"},
      {"wget http://h/", "this is no curl command"},
      {"curl -s", "the command has no URL"},
      {"curl h/a h/b", "the command has two URLs: give one at a time"},
      {"curl -X", "curl's option --request lacks its value"},
      {"curl ftp://h/k", "the URL is neither http nor https"},
      {"curl --frobnicate h/k",
       "curl's option --frobnicate is not known here: leave it out if it does not change the "
       "request"},
      {"curl -sZ h/k",
       "curl's option -Z is not known here: leave it out if it does not change the request"},
      {"curl -F a=b h/k",
       "--form makes a body that is not in this line: give the request as raw HTTP"},
      {"curl -H @file h/k", "--header @FILE: give the headers themselves"},
      {"curl h/k?a&b", "an & outside quotes ends the command: put the URL into quotes"},
      {"curl $URL", "$... is for a shell to expand: write what it stands for"},
      {"curl \"${URL}\"", "$... is for a shell to expand: write what it stands for"},
      {"curl `url`", "`...` is for a shell to expand: write what it stands for"},
      {"curl 'h/k", "a ' is never closed"},
      {"curl \"h/k", "a \" is never closed"},
      {"curl $'h/k", "a $' is never closed"},
  };
  for (const Case& c : cases) EXPECT_EQ(shown(c.command), c.why) << c.command;
}

TEST(CaptureCurl, NeverHoldsTheSecretOfUser) {
  const std::string basic = shown("curl -u AKID:very-secret http://h/k");
  EXPECT_EQ(basic, "GET /k|Host: h|Authorization: Basic ***|");
  for (const std::string command :
       {"curl -u AKID:very-secret --aws-sigv4 aws:amz:us-east-1:s3 http://h/k",
        "curl --user AKID:very-secret --frobnicate h", "curl -uAKID:very-secret h h"}) {
    const std::string why = shown(command);
    EXPECT_EQ(why.find("very-secret"), std::string::npos) << why;
  }
  EXPECT_EQ(shown("curl -u a:b --aws-sigv4 x h/k"),
            "--aws-sigv4 has curl sign the request when it runs, so that there is no signature in "
            "this line. Run it with --verbose and give the lines that begin with '>'");
}

TEST(ShellWords, AreThoseOfAShell) {
  const auto words = shell_words(
      R"(a'b c'"d \"e\" \$f \x"\ g '' "" $'\x41\101\u00df\t\'\q' $ h\
i)");
  EXPECT_EQ(words.value(), (std::vector<std::string>{"ab cd \"e\" $f \\x g", "", "",
                                                     "AA\u00df\t'\\q", "$", "hi"}));
}

}  // namespace
}  // namespace pail::signer::explain
