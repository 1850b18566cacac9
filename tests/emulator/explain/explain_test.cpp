// Every mistake of the catalogue is made on purpose, by code that shares nothing with it, and sent
// over a real socket: the server has to name it first.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "signer/explain/doctor.hpp"
#include "tests/emulator/explain/wrong_signer.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::testing {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::set<std::string> ids_of_catalogue() {
  std::set<std::string> ids;
  for (const signer::explain::Mistake& mistake : signer::explain::catalogue()) {
    ids.emplace(mistake.id);
  }
  return ids;
}

RawRequest signed_by_nobody(const Stage& stage) {
  RawRequest request;
  request.with("Date", date_text);
  return header2(stage, request,
                 signature2("GET\n\n\n" + date_text + "\n/b/k", "a secret that nobody has"));
}

TEST(Catalogue, HasFortyMistakesAndMore) {
  EXPECT_GE(signer::explain::catalogue().size(), 40U);
}

TEST(Catalogue, EveryRowHasItsFourTextsAndAnIdOfItsOwn) {
  std::set<std::string_view> seen;
  for (const signer::explain::Mistake& mistake : signer::explain::catalogue()) {
    SCOPED_TRACE(mistake.id);
    EXPECT_TRUE(seen.insert(mistake.id).second) << "the id is there twice";
    EXPECT_EQ(mistake.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
              std::string_view::npos);
    EXPECT_TRUE(mistake.what.ends_with('.')) << mistake.what;
    EXPECT_TRUE(mistake.fix.ends_with('.') || mistake.fix.ends_with("...")) << mistake.fix;
    EXPECT_TRUE(mistake.fact.starts_with("sigv2.md §") || mistake.fact.starts_with("sigv4.md §"))
        << mistake.fact;
  }
}

TEST(Catalogue, EveryRowIsMadeByATest) {
  std::set<std::string> made;
  for (const WrongRequest& wrong : wrong_requests()) {
    EXPECT_TRUE(made.insert(wrong.id).second) << wrong.id << " is made twice";
  }
  EXPECT_EQ(made, ids_of_catalogue());
}

TEST(Explain, NamesEachMistakeFirst) {
  for (const WrongRequest& wrong : wrong_requests()) {
    SCOPED_TRACE(wrong.id);
    Stage stage;
    const RawAnswer answer = stage.send(wrong.make(stage));
    EXPECT_EQ(answer.element("Code"), wrong.code) << answer.body;
    EXPECT_THAT(answer.elements("PailMistake"), ElementsAre(wrong.id)) << answer.body;
    EXPECT_THAT(answer.element("PailExplanation"), Not(IsEmpty()));
    EXPECT_THAT(answer.head, HasSubstr("x-pail-mistake: " + wrong.id));
    EXPECT_THAT(stage.log(), ElementsAre(HasSubstr(wrong.id + ": ")));
  }
}

TEST(Explain, RightSignaturesNeedNone) {
  Stage stage;
  RawRequest request;
  request.with("Date", date_text);
  const RawAnswer v2 =
      stage.send(header2(stage, request, signature2("GET\n\n\n" + date_text + "\n/b/k")));
  EXPECT_EQ(v2.element("Code"), "NoSuchBucket") << v2.body;
  const RawAnswer v4 = stage.send(header4(stage, {}, signature4(usual(stage).text())));
  EXPECT_EQ(v4.element("Code"), "NoSuchBucket") << v4.body;
  const RawAnswer url = stage.send(url4(stage, {}, signature4(usual_url(stage).text())));
  EXPECT_EQ(url.element("Code"), "NoSuchBucket") << url.body;
  EXPECT_THAT(stage.log(), IsEmpty());
}

TEST(Explain, ASecretOfNobodyIsNoMistakeOfTheCatalogue) {
  Stage stage;
  const RawAnswer v2 = stage.send(signed_by_nobody(stage));
  const RawAnswer v4 = stage.send(
      header4(stage, {}, signature4(usual(stage).text(), key4("a secret that nobody has"))));
  for (const RawAnswer& answer : {v2, v4}) {
    EXPECT_EQ(answer.element("Code"), "SignatureDoesNotMatch");
    EXPECT_THAT(answer.elements("PailMistake"), IsEmpty());
    EXPECT_THAT(answer.element("PailExplanation"), HasSubstr("None of the "));
    EXPECT_THAT(answer.head, Not(HasSubstr("x-pail-mistake")));
  }
}

TEST(Explain, ASignatureThatIsNoneIsSearchedAllTheSame) {
  Stage stage;
  RawRequest request;
  request.with("Date", date_text);
  const RawAnswer answer = stage.send(header2(stage, request, "nonsense"));
  EXPECT_EQ(answer.element("Code"), "SignatureDoesNotMatch");
  EXPECT_THAT(answer.element("PailExplanation"), HasSubstr("None of the "));
}

TEST(Explain, StandsBehindS3sOwnElementsAndBeforeTheIds) {
  Stage stage;
  const std::string body = stage.send(signed_by_nobody(stage)).body;
  const std::size_t explanation = body.find("<PailExplanation>");
  EXPECT_LT(body.find("<StringToSignBytes>"), explanation);
  EXPECT_LT(explanation, body.find("<RequestId>"));
}

TEST(Explain, SaysNothingUnlessAskedToAndStillLogs) {
  for (const WrongRequest& wrong : wrong_requests()) {
    SCOPED_TRACE(wrong.id);
    Stage stage{Options{}};
    const RawAnswer answer = stage.send(wrong.make(stage));
    EXPECT_EQ(answer.element("Code"), wrong.code);
    EXPECT_THAT(answer.head + answer.body, Not(HasSubstr("Pail")));
    EXPECT_THAT(stage.log(), ElementsAre(HasSubstr(wrong.id)));
  }
}

TEST(Explain, AHeadRequestHasItInAHeader) {
  Stage stage;
  RawRequest request{"HEAD", "/b/k"};
  request.with("Date", date_text);
  const RawAnswer answer =
      stage.send(header2(stage, request, signature2("GET\n\n\n" + date_text + "\n/b/k")));
  EXPECT_EQ(answer.status, 403U);
  EXPECT_THAT(answer.body, IsEmpty());
  EXPECT_THAT(answer.head, HasSubstr("x-pail-mistake: method-other"));
}

TEST(Explain, SaysHowFarTheClockIsOffAndInWhichDirection) {
  Stage stage;
  RawRequest late;
  late.with("Date", "Sun, 01 Mar 2026 11:42:00 GMT");
  EXPECT_THAT(stage.send(header2(stage, late, "A=")).element("PailExplanation"),
              HasSubstr("18 min behind the server's clock"));
  RawRequest early;
  early.with("Date", "Sun, 01 Mar 2026 12:15:01 GMT");
  EXPECT_THAT(stage.send(header2(stage, early, "A=")).element("PailExplanation"),
              HasSubstr("15 min 1 s ahead of the server's clock"));
}

TEST(Explain, NamesBothRegions) {
  for (const WrongRequest& wrong : wrong_requests()) {
    if (wrong.id != "scope-region") continue;
    Stage stage;
    EXPECT_THAT(stage.send(wrong.make(stage)).element("PailExplanation"),
                HasSubstr("signed for 'eu-west-1', this endpoint is 'us-east-1'"));
  }
}

TEST(Explain, TheMistakesOfBotoNameTheSwitch) {
  for (const signer::explain::Mistake& mistake : signer::explain::catalogue()) {
    if (mistake.id.find("boto") == std::string_view::npos) continue;
    EXPECT_THAT(std::string(mistake.fix), HasSubstr("--compat=boto-v2")) << mistake.id;
  }
}

TEST(Explain, WhoseSecretItWasIsForTheLogAlone) {
  Stage stage;
  RawRequest request;
  request.with("Date", date_text);
  const std::string to_sign = "GET\n\n\n" + date_text + "\n/b/k";
  const RawAnswer answer =
      stage.send(header2(stage, request, signature2(to_sign, stage_other_secret)));
  EXPECT_THAT(answer.elements("PailMistake"), ElementsAre("secret-of-another-key"));
  EXPECT_THAT(answer.head + answer.body, Not(HasSubstr(std::string(stage_other_access_key))));
  EXPECT_THAT(stage.log(), ElementsAre(HasSubstr(std::string(stage_other_access_key))));
}

TEST(Explain, NoSecretIsInAnyAnswerOrLog) {
  for (const WrongRequest& wrong : wrong_requests()) {
    SCOPED_TRACE(wrong.id);
    Stage stage;
    const RawAnswer answer = stage.send(wrong.make(stage));
    for (const std::string_view secret :
         {stage_secret, stage_other_secret, stage_session_secret, stage_session_token}) {
      EXPECT_THAT(answer.head + answer.body, Not(HasSubstr(std::string(secret))));
      EXPECT_THAT(stage.log(), Each(Not(HasSubstr(std::string(secret)))));
    }
  }
}

TEST(Explain, AFloodIsRationedAndTheLogSaysSoOnce) {
  namespace limits = wire::limits;
  Stage stage;
  for (unsigned i = 0; i < limits::explanations_burst; ++i) {
    ASSERT_THAT(stage.send(signed_by_nobody(stage)).element("PailExplanation"), Not(IsEmpty()));
  }
  for (int i = 0; i < 3; ++i) {
    const RawAnswer answer = stage.send(signed_by_nobody(stage));
    EXPECT_EQ(answer.element("Code"), "SignatureDoesNotMatch");
    EXPECT_THAT(answer.body, Not(HasSubstr("Pail")));
  }
  EXPECT_EQ(stage.log().size(), limits::explanations_burst + 1);
  EXPECT_THAT(stage.log().back(), HasSubstr("not explained"));
  stage.real_clock().advance(std::chrono::milliseconds(1000 / limits::explanations_per_second));
  EXPECT_THAT(stage.send(signed_by_nobody(stage)).element("PailExplanation"), Not(IsEmpty()));
}

}  // namespace
}  // namespace pail::emulator::testing
