#include "emulator/pipeline.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "emulator/amz_query.hpp"
#include "emulator/chunked_body.hpp"
#include "emulator/expected_owner.hpp"
#include "emulator/host_label.hpp"
#include "emulator/redact.hpp"
#include "emulator/reply.hpp"
#include "emulator/trouble.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;
using wire::Error;

// The methods S3 reads at all; others are refused as unreadable requests.
constexpr std::array<std::string_view, 7> methods = {"GET",    "HEAD",  "PUT",    "POST",
                                                     "DELETE", "PATCH", "OPTIONS"};
constexpr std::string_view product_page = "https://aws.amazon.com/s3/";

Result<void> check_method(std::string_view method) {
  if (std::find(methods.begin(), methods.end(), method) == methods.end()) return Errc::BadRequest;
  return wire::ok();
}

Reply redirect_to_product_page() {
  Reply reply = empty_reply(Error(Errc::TemporaryRedirect).status());
  reply.fields.add("Location", product_page);
  return reply;
}

bool promises_trailer(signer::Payload payload) noexcept {
  return payload == signer::Payload::chunked_signed_trailer ||
         payload == signer::Payload::chunked_unsigned_trailer;
}

Error invalid_uri(std::string_view target) {
  return Error(Errc::InvalidURI).with("URI", target.substr(0, target.find('?')));
}

// Names and parameters come back in XML documents, so they have to be UTF-8.
bool is_text(const wire::QueryParam& param) noexcept {
  return wire::is_utf8(param.name) && wire::is_utf8(param.value);
}

}  // namespace

Result<Begin> Exchange::judge() {
  PAIL_TRY(check_method(request_.method));
  PAIL_TRY(read_target());
  PAIL_TRY(find_address());
  if (request_.method == "OPTIONS") return begin_preflight();
  if (is_query_call()) return begin_query();
  PAIL_TRY(route_, wiring_.router.find(request_, address_, query_, *headers_));
  if (may_meet_faults()) {
    PAIL_TRY(auto end, meet_faults_of_head());
    if (end) return Begin(std::move(*end));
  }
  PAIL_TRY(authenticate());
  if (route_.refusal) return std::move(*route_.refusal);
  if (route_.operation->is_form) return begin_form();
  if (caller_.anonymous() && route_.operation->level == Level::service) {
    return Begin(redirect_to_product_page());
  }
  PAIL_TRY(find_bucket());
  PAIL_TRY(authorise());
  PAIL_TRY(check_payload_form());
  return dispatch();
}

Result<void> Exchange::read_target() {
  auto target = wire::split_target(request_.target);
  if (!target) return invalid_uri(request_.target);
  target_ = target.value();
  auto query = wire::Query::parse(target_.query);
  if (!query) return invalid_uri(request_.target);
  query_ = std::move(query.value());
  const auto& params = query_.all();
  if (!std::all_of(params.begin(), params.end(), is_text)) return invalid_uri(request_.target);
  if (std::any_of(params.begin(), params.end(),
                  [](const wire::QueryParam& param) { return acts_as_header(param.name); })) {
    merged_headers_ = with_amz_query(request_.headers, query_);
    headers_ = &merged_headers_;
  }
  if (!wiring_.worlds->single()) find_world(claimed_access_key(request_.headers, query_));
  return wire::ok();
}

// A host that is none of our names is a bucket's own (CNAME) if there is a bucket of that name.
bool Exchange::is_cname(const std::string& host) const {
  return model::is_valid_bucket_name(host) && contents_->model().bucket(host);
}

Result<void> Exchange::find_address() {
  const std::string_view host = request_.headers.get("Host");
  const auto label = host_label(host, wiring_.own_names);
  const bool labelled = label && wiring_.worlds->find(label->world);
  const std::span own_names =
      labelled ? std::span(&label->own_name, 1) : std::span<const std::string>(wiring_.own_names);
  auto address = wire::find_address(host, target_.path, own_names);
  if (!address) return invalid_uri(request_.target);
  address_ = std::move(address.value());
  if (!labelled && !address_.strange_host.empty() && is_cname(address_.strange_host)) {
    address_.key = *wire::percent_decode(target_.path.substr(1));  // its parts did decode
    address_.bucket = address_.host_bucket = std::exchange(address_.strange_host, {});
    address_.virtual_host = true;
  }
  if (wire::is_utf8(address_.bucket) && wire::is_utf8(address_.key)) return wire::ok();
  return invalid_uri(request_.target);
}

Result<void> Exchange::authenticate() {
  if (is_trusted_) return adopt({.identity = trusted_}), wire::ok();
  judged_ = Judged::begun;
  const signer::Message message{request_.method, target_.path, query_, request_.headers,
                                address_.host_bucket};
  const signer::Rules rules{.now = now_, .region = world_->region(), .compat = wiring_.compat};
  PAIL_TRY(Authenticated who,
           emulator::authenticate(wiring_.auth, message, contents_->directory(), rules));
  adopt(std::move(who));
  return wire::ok();
}

void Exchange::adopt(Authenticated who) {
  judged_ = Judged::admitted;
  verdict_ = std::move(who.verdict);
  identity_ = std::move(who.identity);
  waived_ = std::move(who.waived);
  caller_ = {};
  if (identity_) caller_ = {identity_->account, identity_->canonical_id, identity_->arn};
}

Result<void> Exchange::find_bucket() {
  if (address_.bucket.empty() || !route_.operation->needs_bucket) return wire::ok();
  PAIL_TRY(bucket_, contents_->model().bucket(address_.bucket));
  return check_expected_owner();
}

Result<void> Exchange::check_expected_owner() const {
  const auto expected = headers_->find("x-amz-expected-bucket-owner");
  if (!expected) return wire::ok();
  return emulator::check_expected_owner(expected, number(bucket_->owner));
}

Result<void> Exchange::check_payload_form() const {
  namespace limits = wire::limits;
  const bool takes_key = route_.operation->level == Level::object || route_.operation->is_form;
  if (takes_key && address_.key.size() > limits::key_bytes_max) {
    return Error(Errc::KeyTooLongError)
        .with("Size", std::to_string(address_.key.size()))
        .with("MaxSizeAllowed", std::to_string(limits::key_bytes_max));
  }
  if (promises_trailer(verdict_.payload) && !route_.operation->stores_body) {
    return Error(Errc::InvalidRequest, "The value of x-amz-content-sha256 header is invalid.");
  }
  return wire::ok();
}

void Exchange::set_framing() {
  framing_ = chunked_form(verdict_, *headers_);
  if (framing_) {
    // An unreadable length is as good as none.
    body_length_ = wire::parse_unsigned(headers_->get("x-amz-decoded-content-length"));
  } else if (!request_.chunked) {
    body_length_ = request_.content_length;
  }
}

// Whose the bucket is, is looked up only for whoever will be told of it.
events::Occasion Exchange::occasion() const {
  const bool is_told = bucket_ && !bucket_->config(model::BucketConfig::notification).empty();
  return {.time = now_,
          .request_id = ids_.request_id(),
          .host_id = ids_.host_id(),
          .principal = identity_ ? std::string_view(identity_->user_id) : std::string_view{},
          .account = caller_.account,
          .source = request_.peer,
          .owner_account = is_told ? number(bucket_->owner) : std::string_view{}};
}

Result<Begin> Exchange::begin_operation() {
  events_.emplace(*wiring_.post_office, *world_, bucket_ ? &*bucket_ : nullptr, occasion(),
                  is_trusted_ ? events::Voice::silent : events::Voice::heard);
  call_.emplace(Call{.request = request_,
                     .headers = *headers_,
                     .query = query_,
                     .address = address_,
                     .model = contents_->model(),
                     .bucket = bucket_ ? &*bucket_ : nullptr,
                     .caller = caller_,
                     .permissions = *this,
                     .accounts = *this,
                     .events = *events_,
                     .now = now_,
                     .region = world_->region(),
                     .open_buckets = wiring_.open_buckets,
                     .body_length = body_length_,
                     .payload_sha256 = verdict_.payload_sha256,
                     .trailers = trailers_});
  return route_.operation->begin(*call_);
}

Result<Begin> Exchange::dispatch() {
  set_framing();
  if (trouble_ && trouble_->action.error_in_200) return Begin(fail_in_200());
  PAIL_TRY(Begin begin, begin_operation());
  auto* const upload = std::get_if<std::unique_ptr<net::Upload>>(&begin);
  if (upload == nullptr || !framing_) return begin;
  if (!body_length_) return Errc::MissingContentLength;
  signer::ChunkRules rules{.payload = *framing_,
                           .decoded_length = *body_length_,
                           .announced = announced_lines(*framing_, *headers_),
                           .key = verdict_.key,
                           .seed = verdict_.seed};
  return Begin(decode_chunked(std::move(rules), trailers_, std::move(*upload)));
}

Reply Exchange::finish(Reply reply) {
  if (fails_after_commit(reply)) return finish(told_error(*trouble_->action.commit_then_fail));
  if (query_service_ != nullptr) return close_query(std::move(reply), nullptr);
  if (waived_) explain(*waived_);
  return close(std::move(reply), nullptr);
}

Reply Exchange::finish(const Error& error) {
  if (query_service_ != nullptr) return finish_query(error);
  return close(error_reply(explained(error), ids_, is_head()), &error);
}

Reply Exchange::close(Reply reply, const Error* refusal) const {
  if (const auto origin = request_.headers.find("Origin")) add_cors_headers(reply, *origin);
  reply.fields.add("x-amz-request-id", ids_.request_id())
      .add("x-amz-id-2", ids_.host_id())
      .add("Date", wire::http_date(now_))
      .add_constant("Server: AmazonS3\r\n");
  if (trouble_) spoil(reply);
  report(reply, refusal);
  return reply;
}

}  // namespace pail::emulator
