// What a policy costs a request: ten statements, of which the last decides, as identities in the
// field have them.
#include <benchmark/benchmark.h>

#include "emulator/access/policy.hpp"

namespace {

using namespace pail::access;

constexpr std::string_view resource = "arn:aws:s3:::photos/home/ann/2026/cat.jpg";

class Keys final : public ConditionKeys {
 public:
  void append(std::string_view key, std::vector<std::string>& values) const override {
    if (key == "aws:username") values.emplace_back("ann");
    if (key == "aws:sourceip") values.emplace_back("203.0.113.7");
    if (key == "aws:securetransport") values.emplace_back("true");
  }
};

std::string ten_statements() {
  std::string text = R"({"Version":"2012-10-17","Statement":[)"
                     R"({"Effect":"Deny","Action":"s3:*","Resource":"*",)"
                     R"("Condition":{"Bool":{"aws:SecureTransport":"false"}}},)";
  for (int i = 0; i < 8; ++i) {
    text += R"({"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],)"
            R"("Resource":"arn:aws:s3:::bucket-)" +
            std::to_string(i) + R"(/*"},)";
  }
  return text +
         R"({"Effect":"Allow","Action":["s3:Put*","s3:Get*"],)"
         R"("Resource":"arn:aws:s3:::photos/home/${aws:username}/*",)"
         R"("Condition":{"IpAddress":{"aws:SourceIp":["198.51.100.0/24","203.0.113.0/24"]}}}]})";
}

void policy_parse_10_statements(benchmark::State& state) {
  const std::string text = ten_statements();
  for (auto _ : state) {
    benchmark::DoNotOptimize(Policy::parse(text, PolicyKind::identity));
  }
}
BENCHMARK(policy_parse_10_statements);

void policy_evaluate_10_statements(benchmark::State& state) {
  const auto policy = Policy::parse(ten_statements(), PolicyKind::identity).value();
  const Keys keys;
  for (auto _ : state) {
    if (policy->evaluate({{}, "s3:GetObject", resource, keys}) != Effect::allow) {
      state.SkipWithError("not allowed");
    }
  }
}
BENCHMARK(policy_evaluate_10_statements);

// The worst that fits: every star could end anywhere.
void policy_evaluate_stars(benchmark::State& state) {
  std::string stars;
  while (stars.size() < 2000) stars += "a*";
  const std::string text =
      R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:*)" + stars + R"(z"}})";
  const auto policy = Policy::parse(text, PolicyKind::identity).value();
  const std::string key(1024, 'a');
  const Keys keys;
  for (auto _ : state) {
    benchmark::DoNotOptimize(policy->evaluate({{}, "s3:GetObject", "arn:" + key, keys}));
  }
}
BENCHMARK(policy_evaluate_stars);

}  // namespace
