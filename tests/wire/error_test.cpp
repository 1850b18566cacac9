#include "wire/error.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/support/fixtures.hpp"

namespace pail::wire {
namespace {

struct SpecRow {
  std::string code, status, message, evidence;
};

// fixtures/spec/errors.csv: category,code,http_status,message,extra_elements,when,evidence.
std::vector<SpecRow> spec_rows() {
  auto rows = testing::csv_fixture("spec/errors.csv");
  rows.erase(rows.begin());
  std::vector<SpecRow> out;
  for (const auto& row : rows) out.push_back({row.at(1), row.at(2), row.at(3), row.at(6)});
  return out;
}

// Codes that errors.csv does not have: STS's and IAM's own (errors.md §8), and the client's two.
const std::set<std::string> codes_beyond_the_csv = {"DeleteConflict",
                                                    "EntityAlreadyExists",
                                                    "IncompleteSignature",
                                                    "ExpiredTokenException",
                                                    "IDPRejectedClaim",
                                                    "InvalidIdentityToken",
                                                    "InvalidAction",
                                                    "InvalidClientTokenId",
                                                    "InvalidInput",
                                                    "LimitExceeded",
                                                    "MalformedPolicyDocument",
                                                    "NoSuchEntity",
                                                    "PackedPolicyTooLarge",
                                                    "ValidationError",
                                                    "NetworkFailure",
                                                    "Cancelled",
                                                    "UnknownError"};

TEST(ErrorTable, has_exactly_the_codes_of_the_spec) {
  std::set<std::string> expected = codes_beyond_the_csv;
  for (const SpecRow& row : spec_rows()) expected.insert(row.code);
  std::set<std::string> have;
  for (const ErrorInfo& row : all_errors()) {
    EXPECT_TRUE(have.emplace(row.code).second) << row.code << " stands twice";
  }
  EXPECT_EQ(have, expected);
}

TEST(ErrorTable, has_the_statuses_of_the_spec) {
  for (const SpecRow& row : spec_rows()) {
    SCOPED_TRACE(row.code);
    if (row.status.empty()) continue;  // one documented code comes without a status
    const auto code = errc_from_text(row.code);
    ASSERT_TRUE(code);
    EXPECT_EQ(std::to_string(info(*code).status), row.status);
  }
}

// Documentation's wording is often not the wire's, so only what was seen of the service counts, and
// only where it has one text without a place to fill in ("<x>").
TEST(ErrorTable, says_what_the_service_was_seen_to_say) {
  std::map<std::string, std::vector<SpecRow>> by_code;
  for (const SpecRow& row : spec_rows()) by_code[row.code].push_back(row);
  std::size_t compared = 0;
  for (const auto& [code, rows] : by_code) {
    const SpecRow& row = rows.front();
    if (rows.size() > 1 || row.evidence == "doc" || row.message.find('<') != std::string::npos) {
      continue;
    }
    EXPECT_EQ(info(errc_from_text(code).value()).message, row.message) << code;
    ++compared;
  }
  EXPECT_GE(compared, 50U);
}

TEST(ErrorTable, has_messages_without_places_to_fill_in) {
  for (const ErrorInfo& row : all_errors()) {
    EXPECT_EQ(row.message.find('<'), std::string_view::npos) << row.code;
    EXPECT_EQ(row.message.find("..."), std::string_view::npos) << row.code;
  }
}

TEST(ErrorTable, finds_each_enumerator_by_its_wire_text) {
  for (std::size_t i = 0; i < all_errors().size(); ++i) {
    EXPECT_EQ(errc_from_text(all_errors()[i].code), static_cast<Errc>(i));
  }
  EXPECT_EQ(errc_from_text("KMS.NotFoundException"), Errc::KMSNotFoundException);
  for (const char* text : {"", "nosuchkey", "NoSuchKeys", "NoSuch", "~"}) {
    EXPECT_FALSE(errc_from_text(text)) << text;
  }
}

TEST(Error, speaks_the_tables_message_unless_given_another) {
  const Error plain = Errc::NoSuchKey;
  EXPECT_EQ(plain.code_text(), "NoSuchKey");
  EXPECT_EQ(plain.status(), 404U);
  EXPECT_EQ(plain.message(), "The specified key does not exist.");
  EXPECT_EQ(Error(Errc::AccessDenied, "Request has expired").message(), "Request has expired");
  EXPECT_FALSE(Error(Errc::InvalidArgument).without_message().message());
}

TEST(Error, keeps_details_and_headers_in_the_order_of_the_calls) {
  const Error error = Error(Errc::MethodNotAllowed)
                          .with("Method", "POST")
                          .with("ResourceType", "OBJECT")
                          .header("Allow", "GET, HEAD");
  ASSERT_EQ(error.details().size(), 2U);
  EXPECT_EQ(error.details()[0].name, "Method");
  EXPECT_EQ(error.details()[1].value, "OBJECT");
  EXPECT_EQ(error.detail("ResourceType"), "OBJECT");
  EXPECT_EQ(error.detail("Nothing"), "");
  ASSERT_EQ(error.headers().size(), 1U);
  EXPECT_EQ(error.headers()[0].name, "Allow");
}

TEST(Error, is_a_value_whose_copies_stand_alone) {
  const Error original = Error(Errc::NoSuchBucket).with("BucketName", "photos");
  Error copy = original;
  copy.with("More", "x");
  EXPECT_EQ(original.details().size(), 1U);
  Error assigned = Errc::InternalError;
  assigned = copy;
  EXPECT_EQ(assigned.code(), Errc::NoSuchBucket);
  EXPECT_EQ(assigned.details().size(), 2U);
  const Error moved = std::move(assigned);
  EXPECT_EQ(moved.detail("More"), "x");
}

TEST(Error, describes_itself_for_logs_without_its_details) {
  EXPECT_EQ(describe(Error(Errc::NoSuchBucket).with("BucketName", "photos")),
            "NoSuchBucket: The specified bucket does not exist");
  EXPECT_EQ(describe(Error(Errc::InvalidArgument).without_message()), "InvalidArgument");
  EXPECT_EQ(describe(Errc::NotModified), "NotModified");
}

}  // namespace
}  // namespace pail::wire
