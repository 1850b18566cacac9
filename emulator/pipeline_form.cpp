// The exchange of a form upload. Who sends it, to which key and on whose word stands in the body,
// so that all steps behind the head's own are taken once its fields have come: signature, bucket,
// permission, policy, handler. Spec: shared/spec/sigv2.md §10, errors.md §9.
#include "emulator/form_upload.hpp"
#include "emulator/pipeline.hpp"
#include "signer/verify_post.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;
using wire::Error;

// Lets the file pass by, and answers what was decided before it came.
class Answered final : public net::Upload {
 public:
  explicit Answered(Reply reply) : reply_(std::move(reply)) {}
  Result<void> write(net::Bytes) override { return wire::ok(); }
  Result<Reply> finish() override { return std::move(reply_); }

 private:
  Reply reply_;
};

}  // namespace

// The head was judged as of any request, so that S3's refusals of a broken Authorization come
// first. A good one has no place on a form: what S3 says then is not known, and the wording is
// ours.
Result<Begin> Exchange::begin_form() {
  if (verdict_.key) {
    return Error(Errc::InvalidArgument,
                 "A form upload is signed by its fields, not by a header or the query.")
        .with("ArgumentName", "Authorization");
  }
  const auto boundary = wire::form_boundary(request_.headers.get("Content-Type"));
  if (!boundary) return Errc::MalformedPOSTRequest;
  return Begin(std::make_unique<FormUpload>(
      *boundary, [this](const FormFields& fields) { return judge_form(fields); }));
}

Result<FileTaker> Exchange::judge_form(const FormFields& fields) {
  const wire::Headers all = fields.all();
  PAIL_TRY(find_world_of_form(all));
  if (may_meet_faults()) {
    PAIL_TRY(auto end, meet_faults_of_form(all));
    if (end) return FileTaker{std::make_unique<Answered>(std::move(*end)), {}};
  }
  PAIL_TRY(authenticate_form(all));
  PAIL_TRY(find_bucket());
  address_.key = all.get("key");
  form_headers_ = fields.as_headers();
  headers_ = &form_headers_;
  PAIL_TRY(authorise());
  FileTaker taker;
  PAIL_TRY(taker.sizes, sizes_by_policy(all));
  PAIL_TRY(check_payload_form());
  PAIL_TRY(Begin begin, begin_operation());
  taker.upload = std::move(std::get<std::unique_ptr<net::Upload>>(begin));
  return taker;
}

// The world of a form is that of the key it names, and so is the bucket a host stands for.
Result<void> Exchange::find_world_of_form(const wire::Headers& fields) {
  form_access_key_ = signer::claimed_access_key(fields);
  form_credential_ = fields.get("x-amz-credential");
  if (is_trusted_ || wiring_.worlds->single()) return wire::ok();
  find_world(form_access_key_);
  return find_address();
}

Result<void> Exchange::authenticate_form(const wire::Headers& fields) {
  judged_ = Judged::begun;
  if (is_trusted_) return adopt({.identity = trusted_}), wire::ok();
  const signer::Rules rules{.now = now_, .region = world_->region()};
  PAIL_TRY(Authenticated who,
           admit(wiring_.auth, signer::verify_post(fields, contents_->directory(), rules),
                 contents_->directory(), form_access_key_));
  adopt(std::move(who));
  return wire::ok();
}

// A form without a policy is anybody's, and says nothing of sizes. AuthMode::warn serves what
// breaks its policy, as it serves a URL that has expired.
Result<signer::FileSizes> Exchange::sizes_by_policy(const wire::Headers& fields) {
  if (!verdict_.key) return signer::FileSizes{};
  auto policy = signer::PostPolicy::parse(fields.get("policy"));
  Result<void> held = policy
                          ? policy.value().check({address_.bucket, fields, verdict_.scheme}, now_)
                          : Result<void>(policy.error());
  if (held) return policy.value().sizes();
  if (wiring_.auth == AuthMode::verify) return std::move(held.error());
  waived_ = std::move(held.error());
  return signer::FileSizes{};
}

}  // namespace pail::emulator
