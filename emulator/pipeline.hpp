// One exchange, judged step by step in the order S3 judges (shared/spec/errors.md §9): target,
// query, credential, method, bucket, owner, permission, then the operation's handler. Whatever
// happens becomes one Reply with both ids and the world's date.
//
// An Exchange is used by one thread at a time. It must not outlive the Wiring or the Request.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emulator/access/decision.hpp"
#include "emulator/access/oidc.hpp"
#include "emulator/authentication.hpp"
#include "emulator/condition_keys.hpp"
#include "emulator/events/bucket_events.hpp"
#include "emulator/explainer.hpp"
#include "emulator/finished.hpp"
#include "emulator/form_upload.hpp"
#include "emulator/metrics.hpp"
#include "emulator/operation.hpp"
#include "emulator/query_api/service.hpp"
#include "emulator/recycled.hpp"
#include "emulator/request_ids.hpp"
#include "emulator/router.hpp"
#include "emulator/world/worlds.hpp"
#include "signer/verify.hpp"

namespace pail::emulator {

// What all exchanges share. Thread-safe: nothing in it changes but the counter of the ids.
struct Wiring {
  std::unique_ptr<world::Worlds> worlds;
  std::unique_ptr<events::PostOffice> post_office;
  Router router;
  std::vector<std::string> own_names;  // lower case
  AuthMode auth;
  signer::Compat compat;
  bool open_buckets = false;  // Call::open_buckets
  access::OidcProviders providers;
  std::function<void(const Finished&)> on_finished;
  std::shared_ptr<const wire::Clock> machine_clock;  // not a world's, which may stand still
  std::unique_ptr<Explainer> explainer;
  Metrics metrics;
  RequestIdSource ids;
};

class Exchange final : public Recycled<Exchange>, private Permissions, private Accounts {
 public:
  // In the world that the request means.
  Exchange(Wiring& wiring, const net::Request& request);
  // In that world, as if that identity (null: nobody) had signed it: nothing is verified, and
  // nobody is told of it. Its policies are judged as ever. The world must outlive the Exchange.
  struct Trusted {
    world::World& world;
    std::shared_ptr<const access::Identity> identity;
  };
  Exchange(Wiring& wiring, const net::Request& request, Trusted trusted);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // All steps up to the handler. The Upload, where one comes back, takes the body behind all
  // framing and refers to this Exchange.
  Result<Begin> judge();
  // Ends the exchange: the reply as it goes out. Once.
  Reply finish(Reply reply);
  Reply finish(const wire::Error& error);
  // Of the Upload; null: as it comes. Settled by judge().
  const net::Carriage* way_in() const noexcept { return way_in_.get(); }
  // Ends it without one: the connection was cut, and nobody is there to be answered.
  void abandon() const noexcept;
  // So many bytes of the body came.
  void take(std::size_t bytes) noexcept { bytes_in_ += bytes; }

 private:
  Result<void> read_target();
  void find_world(std::string_view access_key);
  Result<void> find_address();
  Result<void> authenticate();
  void adopt(Authenticated who);
  Result<void> find_bucket();
  Result<void> check_expected_owner() const;
  Result<void> authorise() const;
  Result<void> check(const Deed& deed) const override;
  bool may_list(std::string_view key) const override;
  bool may_list(std::string_view key, const model::Bucket& bucket) const override;
  bool has(std::string_view canonical_id) const override;
  std::string_view number(std::string_view canonical_id) const override;
  Result<void> decide(const Deed& deed, std::optional<std::string_view> prefix) const;
  // The same where the bucket has ACLs, which may allow more, and an object may be another's.
  Result<void> decide_with_acls(const Deed& deed, const model::Bucket& bucket,
                                const access::Question& question) const;
  // What conditions may ask about; what they ask about a bucket and its object is the caller's to
  // add.
  RequestFacts facts_about(std::string_view action) const;
  Result<void> check_payload_form() const;
  Result<Begin> dispatch();
  Result<Begin> begin_operation();
  events::Occasion occasion() const;

  // Form uploads: pipeline_form.cpp.
  Result<Begin> begin_form();
  Result<FileTaker> judge_form(const FormFields& fields);
  Result<void> find_world_of_form(const wire::Headers& fields);
  Result<void> authenticate_form(const wire::Headers& fields);
  Result<signer::FileSizes> sizes_by_policy(const wire::Headers& fields);

  // Why it was refused, in pipeline_explain.cpp.
  void explain(const wire::Error& refusal);
  wire::Error explained(const wire::Error& refusal);

  // Calls of STS and IAM: pipeline_query.cpp.
  class QueryForm;
  bool is_query_call() const;
  Result<Begin> begin_query();
  Result<void> authenticate_query(std::string_view body);
  // `form`: the parameters, which a GET has in its target; `body`: what the signature covers.
  Result<Reply> answer_query(std::string_view form, std::string_view body);
  Reply finish_query(const wire::Error& error);
  Reply close_query(Reply reply, const wire::Error* refusal) const;

  // Faults of the world: pipeline_faults.cpp.
  bool may_meet_faults() const { return !is_trusted_ && world_->faults().any(); }
  // A reply, or an error, ends the exchange.
  Result<std::optional<Reply>> meet_faults(const world::FaultSubject& subject);
  Result<std::optional<Reply>> meet_faults_of_head();
  Result<std::optional<Reply>> meet_faults_of_form(const wire::Headers& fields);
  Reply fail_in_200() const;
  bool fails_after_commit(const Reply& reply) const noexcept;
  void spoil(Reply& reply) const;

  bool is_cname(const std::string& host) const;
  bool is_head() const noexcept { return request_.method == "HEAD"; }
  // CORS: pipeline_cors.cpp.
  Result<Begin> begin_preflight();
  void add_cors_headers(Reply& reply, std::string_view origin) const;

  void set_framing();
  Reply close(Reply reply, const wire::Error* refusal) const;

  // Journal, metrics, log: pipeline_report.cpp. `refusal`: null on success.
  void report(const Reply& reply, const wire::Error* refusal) const;
  world::JournalNote note_on(const Reply& reply, const wire::Error* refusal,
                             Judgement judgement) const;
  void add_texts(world::JournalNote& note, std::string& texts, const Reply& reply) const;
  Judgement judgement(const wire::Error* refusal) const noexcept;
  std::string reason(Judgement judgement, const wire::Error* refusal) const;
  std::string_view claimed_key() const;
  void tell_trouble(world::JournalNote& note) const;
  void log(const world::JournalNote& note) const;

  Wiring& wiring_;
  const net::Request& request_;
  const RequestIds ids_;
  const wire::Time began_;  // by the machine's clock
  std::shared_ptr<world::World> world_;
  std::shared_ptr<world::Contents> contents_;  // the world's when the exchange began
  wire::Time now_;

  wire::Target target_;
  wire::Query query_;
  wire::Headers merged_headers_;
  wire::Headers form_headers_;
  const wire::Headers* headers_;  // the request's, merged_headers_ or form_headers_
  wire::Address address_;
  Route route_;
  std::shared_ptr<const access::Identity> trusted_;
  bool is_trusted_ = false;
  enum class Judged : std::uint8_t { no, begun, admitted };
  Judged judged_ = Judged::no;  // how far its authentication came
  signer::Verdict verdict_;
  std::shared_ptr<const access::Identity> identity_;  // null: anonymous
  std::optional<wire::Error> waived_;                 // the refusal that AuthMode::warn let pass
  std::string form_credential_;                       // x-amz-credential of a form
  std::string form_access_key_;                       // what a form claims
  std::optional<Explanation> explanation_;
  Caller caller_;
  const query_api::Service* query_service_ = nullptr;  // of a call of STS or IAM
  std::string_view query_action_;                      // "" until it is known
  std::string query_id_;                               // its x-amzn-RequestId
  std::optional<model::Bucket> bucket_;
  // The form of an aws-chunked body; nullopt: the body comes as it is.
  std::optional<signer::Payload> framing_;
  std::optional<std::uint64_t> body_length_;
  std::uint64_t bytes_in_ = 0;  // of the body, as HTTP carries it: aws-chunked framing counts
  wire::Headers trailers_;
  std::optional<events::BucketEvents> events_;
  std::optional<Call> call_;
  std::unique_ptr<const world::Trouble> trouble_;  // null: no fault hit it
  std::unique_ptr<const net::Carriage> way_in_;    // of its body; null: as it comes
};

}  // namespace pail::emulator
