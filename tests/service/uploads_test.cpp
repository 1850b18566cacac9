// Uploads in parts that the service arranges, and bodies that go through it.
#include <gmock/gmock.h>

#include "signer/service/part_plan.hpp"
#include "tests/service/service_stage.hpp"

namespace pail::signer::service {
namespace {

using testing::many_bytes;
using ::testing::MatchesRegex;
using testing::mib;
using ::testing::StartsWith;
using testing::text_of;

TEST(PartPlanTest, few_parts_of_a_usual_size_and_all_bytes_in_them) {
  for (const std::uint64_t size : {std::uint64_t{1}, part_bytes_usual, part_bytes_usual + 1,
                                   20 * mebibyte, 1'000 * part_bytes_usual + 1, object_bytes_max}) {
    SCOPED_TRACE(size);
    const PartPlan plan = plan_parts(size);
    EXPECT_EQ((plan.count - 1) * plan.part_bytes + plan.last_bytes, size);
    EXPECT_GE(plan.part_bytes, part_bytes_usual);
    EXPECT_LE(plan.part_bytes, part_bytes_max);
    EXPECT_LE(plan.count, 1'024U);
    EXPECT_TRUE(plan.last_bytes >= 1 && plan.last_bytes <= plan.part_bytes);
  }
}

class Uploads : public testing::ServiceStage {
 protected:
  static std::string question(std::size_t size) {
    return R"({"filename":"film.jpg","content_type":"image/jpeg","size":)" + std::to_string(size) +
           "}";
  }
  // PUTs the parts of `file` and answers what /complete wants to know.
  boost::json::array put_parts(const boost::json::object& upload, const std::string& file) {
    const auto part_bytes = upload.at("part_bytes").to_number<std::size_t>();
    boost::json::array parts;
    for (const auto& value : upload.at("parts").as_array()) {
      const auto& part = value.as_object();
      const auto number = part.at("number").to_number<std::size_t>();
      const auto stored =
          send("PUT", text_of(part, "url"), {}, file.substr((number - 1) * part_bytes, part_bytes));
      EXPECT_EQ(stored.status(), 200U) << stored.body;
      parts.push_back({{"number", number}, {"etag", stored.head.get("ETag")}});
    }
    return parts;
  }
  static std::string about(const boost::json::object& upload,
                           const boost::json::array& parts = {}) {
    boost::json::object question{{"key", upload.at("key")}, {"upload_id", upload.at("upload_id")}};
    if (!parts.empty()) question["parts"] = parts;
    return boost::json::serialize(question);
  }
};

TEST_F(Uploads, a_file_in_parts_becomes_one_object) {
  const std::string file = many_bytes(20 * mib + 5);
  const auto upload = granted("/multipart", question(file.size()), "bob");
  EXPECT_EQ(upload.at("parts").as_array().size(), 3U);
  EXPECT_THAT(text_of(upload, "key"), MatchesRegex("users/bob/[0-9a-f-]{36}-film.jpg"));
  const auto parts = put_parts(upload, file);
  const auto done = granted("/complete", about(upload, parts), "bob");
  EXPECT_THAT(text_of(done, "etag"), MatchesRegex("\"[0-9a-f]{32}-3\""));
  EXPECT_EQ(stored(text_of(done, "key")), file);
  const auto info = client::must(s3.head_object("photos", text_of(done, "key")));
  EXPECT_EQ(info.content_type, "image/jpeg");
}

TEST_F(Uploads, a_page_that_cannot_read_etags_completes_what_is_there) {
  const std::string file = many_bytes(9 * mib);
  const auto upload = granted("/multipart", question(file.size()), "bob");
  put_parts(upload, file);
  granted("/complete", about(upload), "bob");
  EXPECT_EQ(stored(text_of(upload, "key")), file);
}

TEST_F(Uploads, the_url_of_a_part_takes_as_many_bytes_as_were_said) {
  const auto upload = granted("/multipart", question(9 * mib), "bob");
  const auto& parts = upload.at("parts").as_array();
  const std::string last = text_of(parts[1].as_object(), "url");
  EXPECT_EQ(send("PUT", last, {}, std::string(mib + 1, 'x')).status(), 403U);
  EXPECT_EQ(send("PUT", last, {}, std::string(mib, 'x')).status(), 200U);
}

TEST_F(Uploads, urls_that_ended_are_made_anew) {
  const auto upload = granted("/multipart", question(mib), "bob");
  stage.clock->advance(std::chrono::seconds(901));
  const std::string old = text_of(upload.at("parts").as_array()[0].as_object(), "url");
  EXPECT_EQ(send("PUT", old, {}, std::string(mib, 'x')).status(), 403U);
  boost::json::object again{
      {"key", upload.at("key")}, {"upload_id", upload.at("upload_id")}, {"size", mib}};
  const auto fresh = granted("/multipart", boost::json::serialize(again), "bob");
  EXPECT_EQ(fresh.at("upload_id"), upload.at("upload_id"));
  put_parts(fresh, std::string(mib, 'x'));
  granted("/complete", about(fresh), "bob");
  EXPECT_EQ(stored(text_of(upload, "key")).size(), mib);
}

TEST_F(Uploads, an_upload_is_its_beginners) {
  const auto upload = granted("/multipart", question(mib), "bob");
  for (const std::string_view path : {"/complete", "/abort"}) {
    EXPECT_THAT(refused(path, about(upload), "ann"), StartsWith("403 AccessDenied:")) << path;
  }
  EXPECT_EQ(open_uploads(), 1U);
  granted("/abort", about(upload), "bob");
  EXPECT_EQ(open_uploads(), 0U);
  EXPECT_THAT(refused("/complete", about(upload), "bob"), StartsWith("404 NoSuchUpload:"));
}

TEST_F(Uploads, what_is_too_large_or_of_another_type_is_not_begun) {
  EXPECT_THAT(refused("/multipart", question(33 * mib), "bob"),
              StartsWith("403 AccessDenied: Rule 'photos in' does not allow this: a file has"));
  EXPECT_THAT(
      refused("/multipart", R"({"filename":"a.html","content_type":"text/html","size":5})", "bob"),
      StartsWith("403 AccessDenied:"));
  EXPECT_EQ(open_uploads(), 0U);
}

TEST_F(Uploads, parts_that_are_too_large_together_never_become_an_object) {
  const auto upload = granted("/multipart", question(32 * mib), "bob");
  client::PartOfUpload fifth;
  fifth.upload_id = text_of(upload, "upload_id");
  fifth.number = 5;
  put_parts(upload, many_bytes(32 * mib));
  const auto body = client::text_body("x");
  client::must(s3.upload_part("photos", text_of(upload, "key"), fifth, *body));
  EXPECT_THAT(refused("/complete", about(upload), "bob"), StartsWith("400 EntityTooLarge:"));
  EXPECT_EQ(objects(), 0U);
}

TEST_F(Uploads, parts_that_are_not_there_cannot_be_completed) {
  const auto upload = granted("/multipart", question(9 * mib), "bob");
  EXPECT_THAT(refused("/complete", about(upload), "bob"), StartsWith("400 InvalidPart:"));
  put_parts(upload, many_bytes(9 * mib));
  const boost::json::array third{{{"number", 3}, {"etag", "\"x\""}}};
  EXPECT_THAT(refused("/complete", about(upload, third), "bob"), StartsWith("400 InvalidPart:"));
  const boost::json::array wrong{{{"number", 1}, {"etag", "\"x\""}}};
  EXPECT_THAT(refused("/complete", about(upload, wrong), "bob"), StartsWith("400 InvalidPart:"));
}

class Proxying : public testing::ServiceStage {
 protected:
  testing::Answer carry(std::string_view body, std::string_view type = "image/jpeg",
                        std::string_view path = "/upload?filename=cat.jpg") {
    return post(path, body, "bob", type);
  }
};

TEST_F(Proxying, a_body_of_20_mib_goes_through_and_the_application_hears_of_it) {
  const std::string file = many_bytes(20 * mib);
  const testing::Answer answer = carry(file);
  ASSERT_EQ(answer.status, 200U) << answer.body;
  EXPECT_EQ(answer.json().at("size").to_number<std::size_t>(), file.size());
  EXPECT_EQ(answer.text("callback"), "delivered");
  EXPECT_TRUE(stored(answer.text("key")) == file);
  EXPECT_EQ(open_uploads(), 0U);
  ASSERT_EQ(postbox.letters.size(), 1U);
  EXPECT_EQ(postbox.urls[0], "http://app.example/uploaded");
  const auto letter = boost::json::parse(postbox.letters[0]).as_object();
  EXPECT_EQ(letter.at("event").as_string(), "uploaded");
  EXPECT_EQ(letter.at("caller").as_string(), "bob");
  EXPECT_EQ(letter.at("key").as_string(), answer.text("key"));
  EXPECT_EQ(letter.at("etag").as_string(), answer.text("etag"));
  EXPECT_EQ(letter.at("content_type").as_string(), "image/jpeg");
}

TEST_F(Proxying, faults_of_s3_are_met_by_trying_again) {
  fault(
      R"({"match":{"operation":"UploadPart"},"when":{"times":1},
            "then":{"error":"ServiceUnavailable"}})");
  fault(R"({"match":{"operation":"UploadPart"},"when":{"skip":2,"times":1},
            "then":{"close":{"when":"after_request_bytes","bytes":1000,"how":"rst"}}})");
  const std::string file = many_bytes(20 * mib);
  const testing::Answer answer = carry(file);
  ASSERT_EQ(answer.status, 200U) << answer.body;
  EXPECT_TRUE(stored(answer.text("key")) == file);
}

TEST_F(Proxying, what_s3_keeps_refusing_fails_and_leaves_nothing) {
  fault(R"({"match":{"operation":"UploadPart"},"then":{"error":"InternalError"}})");
  EXPECT_EQ(carry(many_bytes(9 * mib)).status, 503U);
  EXPECT_EQ(open_uploads() + objects(), 0U);
  EXPECT_TRUE(postbox.letters.empty());
}

TEST_F(Proxying, a_small_body_is_one_put) {
  const testing::Answer answer = carry("meow");
  ASSERT_EQ(answer.status, 200U) << answer.body;
  EXPECT_EQ(stored(answer.text("key")), "meow");
  EXPECT_THAT(answer.text("etag"), MatchesRegex("\"[0-9a-f]{32}\""));
}

TEST_F(Proxying, what_is_not_allowed_is_refused_before_it_is_sent) {
  EXPECT_EQ(carry("x", "text/html").status, 403U);
  EXPECT_EQ(carry("x", "").status, 403U);
  EXPECT_EQ(carry(std::string(33 * mib, 'x')).status, 403U) << "Content-Length says it";
  EXPECT_EQ(carry("x", "image/jpeg", "/upload").status, 400U);
  EXPECT_EQ(carry("x", "image/jpeg", "/upload?filename=a&key=b").status, 400U);
  EXPECT_EQ(carry("x", "image/jpeg", "/upload?filename=a&filename=b").status, 400U);
  EXPECT_EQ(carry("x", "image/jpeg", "/upload?file=a").status, 400U);
  EXPECT_EQ(carry("x", "image/jpeg", "/upload?key=users/ann/x").status, 403U);
  EXPECT_EQ(carry("x", "image/jpeg", "/upload?filename=a&bucket=folders").status, 403U);
  EXPECT_EQ(objects() + objects("folders"), 0U);
}

TEST_F(Proxying, a_body_of_unknown_length_is_counted_as_it_comes) {
  net::Request request;
  request.method = "POST";
  request.target = "/upload?filename=a.png";
  request.chunked = true;
  request.headers.add("Authorization", "Bearer bob-token");
  request.headers.add("Content-Type", "image/png");
  const testing::Answer large = testing::ask(service, request, std::string(32 * mib + 1, 'x'), mib);
  EXPECT_EQ(large.status, 400U);
  EXPECT_EQ(large.json().at("error").at("code").as_string(), "EntityTooLarge");
  EXPECT_EQ(testing::ask(service, request, "").status, 400U) << "less than the rule's one byte";
  EXPECT_EQ(open_uploads() + objects(), 0U);
  EXPECT_EQ(testing::ask(service, request, std::string(9 * mib, 'x'), mib).status, 200U);
}

TEST_F(Proxying, a_client_that_goes_away_leaves_nothing_but_a_line) {
  net::Request request;
  request.method = "POST";
  request.target = "/upload?filename=a.png";
  request.content_length = 30 * mib;
  request.headers.add("Authorization", "Bearer bob-token");
  request.headers.add("Content-Type", "image/png");
  {
    net::Begin begun = service.begin(request);
    auto& upload = std::get<std::unique_ptr<net::Upload>>(begun);
    const std::string piece = many_bytes(mib);
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(upload->write(wire::as_bytes(piece)).has_value());
    EXPECT_EQ(open_uploads(), 1U);
  }
  EXPECT_EQ(open_uploads() + objects(), 0U);
  ASSERT_EQ(audit.size(), 1U);
  EXPECT_THAT(audit[0], ::testing::HasSubstr(R"("reason":"the client went away")"));
}

TEST_F(Proxying, only_so_many_at_once_hold_their_parts_in_memory) {
  net::Request request;
  request.method = "POST";
  request.target = "/upload?filename=a.png";
  request.content_length = 5;
  request.headers.add("Authorization", "Bearer bob-token");
  request.headers.add("Content-Type", "image/png");
  std::vector<net::Begin> begun;
  for (unsigned i = 0; i < uploads_at_once_max; ++i) begun.push_back(service.begin(request));
  EXPECT_EQ(testing::ask(service, request, "hello").status, 503U);
  begun.pop_back();
  EXPECT_EQ(testing::ask(service, request, "hello").status, 200U);
}

TEST_F(Proxying, a_callback_is_tried_three_times_and_its_failure_is_told) {
  postbox.answers = {500, 0};
  EXPECT_EQ(carry("meow").text("callback"), "delivered");
  EXPECT_EQ(postbox.letters.size(), 3U);
  EXPECT_EQ(postbox.letters[0], postbox.letters[2]);
  EXPECT_EQ(pauses.size(), 2U);
  EXPECT_EQ(pauses[1], 2 * pauses[0]);
  postbox.answers = {500, 500, 503};
  const testing::Answer failed = carry("meow");
  EXPECT_EQ(failed.status, 200U) << "it is stored";
  EXPECT_EQ(failed.text("callback"), "failed: 503");
  EXPECT_THAT(audit.back(), ::testing::HasSubstr(R"("decision":"allow")"));
  EXPECT_THAT(audit.back(), ::testing::HasSubstr(R"("callback":"failed: 503")"));
}

}  // namespace
}  // namespace pail::signer::service
