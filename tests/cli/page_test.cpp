#include "cli/page.hpp"

#include <gmock/gmock.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/complete.hpp"
#include "cli/help.hpp"
#include "cli/man_page.hpp"

namespace pail::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Example {
  Example() {
    CLI::App* const put = app.add_subcommand("put", "Upload files");
    put->group("Objects");
    put->add_option("paths", paths, "Files, then the target")
        ->option_text("FILE... URL")
        ->required();
    put->add_flag("-r,--recursive", recursive, "All that is below");
    put->add_option("--color", color, "Colours")->check(CLI::IsMember({"auto", "never"}));
    put->add_option("--ca-file", color, "Whom to trust")->option_text("FILE");
    put->footer("Examples:\n  pail put '.a' -- x\n\nWords that\ngo on.");
    app.add_subcommand("secret", "Nobody sees it")->group("");
  }
  CLI::App app{"A program", "pail"};
  std::vector<std::string> paths;
  std::string color = "auto";
  bool recursive = false;
};

std::vector<std::string> words_of(const Completion& completion) {
  std::vector<std::string> words;
  for (const Candidate& candidate : completion.candidates) words.push_back(candidate.word);
  return words;
}

TEST(Page, TellsWhatTheCommandTakes) {
  const Page program = page_of(Example().app);
  ASSERT_EQ(program.commands.size(), 1U) << "hidden commands are not told of";
  const Page& put = *program.command("put");
  EXPECT_EQ(synopsis(put), "pail put [OPTIONS] FILE... URL");
  EXPECT_EQ(spelled(*put.option("-r")), "-r, --recursive");
  EXPECT_THAT(put.option("--color")->choices, ElementsAre("auto", "never"));
  EXPECT_EQ(spelled(*put.option("--color")), "--color auto|never");
}

TEST(Page, AFooterIsSectionsOfExamplesAndParagraphs) {
  const std::vector<Section> parts = sections(*page_of(Example().app).command("put"));
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].title, "Examples");
  EXPECT_TRUE(parts[0].paragraphs.at(0).as_it_is);
  EXPECT_EQ(parts[1].paragraphs.at(0).text, "Words that go on.");
  EXPECT_EQ(parts[2].title, "Exit codes") << "every command has them";
}

TEST(Help, PutsTextBesideOptionsAndKeepsExamples) {
  const std::string text = help_text(*page_of(Example().app).command("put"));
  EXPECT_THAT(text, HasSubstr("Usage: pail put [OPTIONS] FILE... URL\n"));
  EXPECT_THAT(text, HasSubstr("  -r, --recursive           All that is below\n"));
  EXPECT_THAT(text, HasSubstr("Examples:\n  pail put '.a' -- x\n\nWords that go on.\n"));
}

TEST(ManPage, EscapesWhatRoffWouldRead) {
  const std::string text =
      man_page(*page_of(Example().app).command("put"), {"1.2.3", "2026-01-01"});
  EXPECT_THAT(text, HasSubstr(".TH PAIL\\-PUT 1"));
  EXPECT_THAT(text, HasSubstr("pail put \\(aq.a\\(aq \\-\\- x"));
  EXPECT_THAT(text, HasSubstr(".B \\-r, \\-\\-recursive\n"));
}

TEST(Complete, FollowsTheLine) {
  const Page program = page_of(Example().app);
  EXPECT_THAT(words_of(complete(program, {"p"})), ElementsAre("put"));
  EXPECT_THAT(words_of(complete(program, {"put", "--re"})), ElementsAre("--recursive"));
  EXPECT_THAT(words_of(complete(program, {"put", "--color", "n"})), ElementsAre("never"));
  EXPECT_THAT(words_of(complete(program, {"put", "--color=n"})), ElementsAre("--color=never"));
  EXPECT_TRUE(complete(program, {"put", "--ca-file", ""}).files);
  EXPECT_TRUE(complete(program, {"put", "-r", "x"}).files) << "a flag takes no value";
  EXPECT_TRUE(complete(program, {"put", "s3://b"}).s3);
  EXPECT_THAT(words_of(complete(program, {"secret", "--"})), ElementsAre());
}

TEST(Complete, LeavesOutWhatALineCannotHold) {
  Completion completion;
  completion.candidates = {{"s3://b/a\nb", {}}, {"s3://b/c", "a key"}};
  completion.no_space = true;
  EXPECT_EQ(completion_text(completion), " nospace\ns3://b/c\ta key\n");
}

}  // namespace
}  // namespace pail::cli
