// A bucket whose events all go to the journal.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {

inline std::string queue_rule(std::string_view event, std::string_view another = "") {
  std::string rule =
      "<QueueConfiguration><Queue>arn:aws:sqs:us-east-1:123456789012:q</Queue><Event>";
  rule.append(event).append("</Event>");
  if (!another.empty()) rule.append("<Event>").append(another).append("</Event>");
  return rule.append("</QueueConfiguration>");
}

class ToldHarness : public Harness {
 public:
  ToldHarness() : Harness(to_the_journal()) { make_bucket("bucket"); }

  void configure(const std::string& rules, std::string skip_validation = "false") {
    const Answer answer =
        send({.method = "PUT",
              .target = "/bucket?notification",
              .headers = {{"x-amz-skip-destination-validation", std::move(skip_validation)}},
              .body = "<NotificationConfiguration>" + rules + "</NotificationConfiguration>"});
    ASSERT_EQ(answer.status, 200U) << answer.body;
  }
  // "event key" of everything told, oldest first.
  std::vector<std::string> told() {
    std::vector<std::string> names;
    for (const auto& entry : entries()) names.push_back(entry->operation + " " + entry->key);
    return names;
  }
  std::vector<std::string> details() {
    std::vector<std::string> texts;
    for (const auto& entry : entries()) texts.push_back(entry->detail);
    return texts;
  }

 private:
  static Options to_the_journal() {
    Options options;
    options.notify.urls = {{"*", ""}};
    return options;
  }
  std::vector<world::Journal::EntryPtr> entries() {
    return emulator()
        .worlds()
        .default_world()
        .journal()
        .find({.kind = "notification"}, 0, 100)
        .entries;
  }
};

}  // namespace pail::emulator::testing
