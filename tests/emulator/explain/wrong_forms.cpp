// Forms whose policy was signed in another text than it was sent in.
#include "tests/emulator/explain/wrong_signer.hpp"

namespace pail::emulator::testing {
namespace {

std::string in_lines(std::string text, std::size_t columns) {
  std::string out;
  for (; text.size() > columns; text.erase(0, columns)) out += text.substr(0, columns) + '\n';
  return out + text + '\n';
}

}  // namespace

std::vector<WrongRequest> wrong_forms() {
  return {
      {"form-policy-decoded",
       [](Stage& s) { return form2(s, base64(policy_json), signature2(policy_json)); }},
      {"form-policy-line-ends",
       [](Stage& s) {
         const std::string policy = base64(policy_json);
         return form4(s, policy, hex(hmac256(key4(right_secret), in_lines(policy, 60))));
       }},
      {"form-policy-wrapped",
       [](Stage& s) {
         const std::string policy = base64(policy_json);
         return form4(s, "b'" + policy + "'", hex(hmac256(key4(right_secret), policy)));
       }},
  };
}

}  // namespace pail::emulator::testing
