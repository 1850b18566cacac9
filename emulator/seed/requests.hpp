// A client inside the process: requests of S3 and IAM as clients make them, judged by the rules
// that clients meet, but for the signature.
//
// Used by one thread. What it is given must outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "emulator/emulator.hpp"
#include "emulator/seed/body.hpp"
#include "emulator/seed/member.hpp"

namespace pail::emulator::seed {

struct Ask {
  std::string method;
  std::string target;
  Pairs headers = {};
};

struct Answer {
  unsigned status = 0;
  wire::FieldBlock fields = {};
  std::string body = {};
  std::uint64_t length = 0;  // of the body; of a HEAD, of the object

  bool good() const noexcept { return status < 300; }
  // S3's words: "MalformedXML: The XML you provided ...".
  std::string refusal() const;
};

std::string target_of(std::string_view bucket, std::string_view key = {});  // "/bucket/key"

class Requests {
 public:
  Requests(Emulator& s3, world::World& world, std::shared_ptr<const access::Identity> who)
      : s3_(&s3), world_(&world), who_(std::move(who)) {}

  const access::Identity& who() const noexcept { return *who_; }
  // Fails only when the body cannot be read.
  wire::Result<Answer> send(const Ask& ask, const Body* body = nullptr);
  // With a document, and its MD5.
  wire::Result<Answer> send(Ask ask, std::string document);
  // What is said before a body is taken; nothing is stored. Status 200: it would be taken.
  Answer propose(const Ask& ask, std::uint64_t body_size);
  // A call of IAM.
  wire::Result<Answer> iam(std::string_view action, const Pairs& parameters);

 private:
  Emulator* s3_;
  world::World* world_;
  std::shared_ptr<const access::Identity> who_;
};

}  // namespace pail::emulator::seed
