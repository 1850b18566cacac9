// POST /upload: the body goes through to S3 as it comes, a part of it in memory at a time.
// Implements these parts of service.hpp.
#include <algorithm>
#include <memory>

#include "client/transfer/part_writer.hpp"
#include "signer/service/exchange.hpp"
#include "signer/service/part_plan.hpp"
#include "wire/date.hpp"
#include "wire/limits.hpp"
#include "wire/query.hpp"

namespace pail::signer::service {
namespace {

namespace json = boost::json;
namespace transfer = client::transfer;
using wire::Errc;
using wire::Error;

// So that a part never has more than the usual size, whatever comes.
constexpr std::uint64_t proxied_bytes_max = wire::limits::part_number_max * part_bytes_usual;

Result<Ask> read_upload_request(const net::Request& request) {
  const std::size_t mark = request.target.find('?');
  PAIL_TRY(const wire::Query query,
           wire::Query::parse(mark == std::string_view::npos ? std::string_view()
                                                             : request.target.substr(mark + 1)));
  Ask ask;
  ask.act = Act::upload;
  for (const wire::QueryParam& parameter : query.all()) {
    std::string* const member = parameter.name == "filename" ? &ask.filename
                                : parameter.name == "key"    ? &ask.key
                                : parameter.name == "bucket" ? &ask.bucket
                                                             : nullptr;
    if (member == nullptr || !member->empty() || parameter.value.empty()) {
      return Error(Errc::InvalidArgument,
                   "The query has filename=NAME or key=KEY, and bucket=NAME, once each.");
    }
    *member = parameter.value;
  }
  if (ask.key.empty() == ask.filename.empty()) {
    return Error(Errc::InvalidArgument, "Say filename=NAME, or key=KEY, in the query.");
  }
  if (ask.key.size() > wire::limits::key_bytes_max) return Error(Errc::KeyTooLongError);
  ask.content_type = request.headers.get("Content-Type");
  PAIL_TRY(check_content_type(*ask.content_type));
  ask.size = request.content_length;
  return ask;
}

Error too_large(std::uint64_t bytes_max) {
  return {Errc::EntityTooLarge, "A file has " + std::to_string(bytes_max) + " bytes at most here."};
}

}  // namespace

class SigningService::Proxy final : public Exchange {
 public:
  Proxy(SigningService& service, Dealing dealing, Grant grant, transfer::UploadOptions options)
      : Exchange(service, std::move(dealing)),
        grant_(std::move(grant)),
        s3_(service.s3_.borrow()),
        writer_(std::make_unique<transfer::PartWriter>(*s3_, grant_.bucket, grant_.key,
                                                       std::move(options))) {}
  ~Proxy() override {
    writer_.reset();
    --service().uploads_;
  }

  net::Result<void> write(net::Bytes piece) override {
    size_ += piece.size();
    if (size_ > bytes_max()) return too_large(bytes_max());
    if (const auto written = writer_->write(piece); !written) return S3::told(written.error());
    return wire::ok();
  }

  net::Result<net::Reply> finish() override {
    if (grant_.sizes && size_ < grant_.sizes->bytes_min) return Error(Errc::EntityTooSmall);
    dealing().audit.size = size_;
    const auto stored = writer_->finish();
    if (!stored) return S3::told(stored.error());
    json::object answer{{"bucket", grant_.bucket},
                        {"key", grant_.key},
                        {"etag", stored.value().etag},
                        {"size", size_}};
    if (!grant_.rule->callback.empty()) {
      dealing().audit.callback = service().tell_application(dealing(), grant_, answer);
      answer["callback"] = dealing().audit.callback;
    }
    return succeeded(answer);
  }

 private:
  void give_up() override { writer_.reset(); }
  std::uint64_t bytes_max() const noexcept {
    return grant_.sizes ? std::min(grant_.sizes->bytes_max, proxied_bytes_max) : proxied_bytes_max;
  }

  Grant grant_;
  S3::Lease s3_;
  std::unique_ptr<transfer::PartWriter> writer_;
  std::uint64_t size_ = 0;
};

net::Begin SigningService::upload(Dealing dealing) {
  auto ask = read_upload_request(*dealing.request);
  if (!ask) return refuse(ask.error(), dealing);
  auto grant = dealing.grant(ask.value(), *random_);
  if (!grant) return refuse(grant.error(), dealing);
  if (ask.value().size.value_or(0) > proxied_bytes_max) {
    return refuse(too_large(proxied_bytes_max), dealing);
  }
  if (++uploads_ > uploads_at_once_max) {
    --uploads_;
    return refuse(Error(Errc::SlowDown).header("Retry-After", "1"), dealing);
  }
  transfer::UploadOptions options;
  options.put.content_type = *ask.value().content_type;
  options.part_bytes = part_bytes_usual;
  return std::make_unique<Proxy>(*this, std::move(dealing), std::move(grant.value()),
                                 std::move(options));
}

std::string SigningService::tell_application(const Dealing& dealing, const Grant& grant,
                                             json::object stored) {
  stored["event"] = "uploaded";
  stored["caller"] = dealing.caller.name;
  stored["content_type"] = dealing.audit.content_type;
  stored["time"] = wire::format_iso_extended(desk_.now());
  stored["request_id"] = dealing.audit.request_id;
  const auto courier = couriers_(grant.rule->callback);
  return call_back(*courier, stored, pause_);
}

}  // namespace pail::signer::service
