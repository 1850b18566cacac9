#include "net/webhook.hpp"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "net/failure.hpp"
#include "net/http_client.hpp"

namespace pail::net {
namespace {

using wire::Errc;
using Moment = std::chrono::steady_clock;

// Ours: an answer of a webhook says nothing we read but its status.
constexpr std::size_t answer_bytes_max = 64 * 1024;

HttpClientOptions client_options() {
  HttpClientOptions options;
  options.connections_per_origin_max = 1;
  options.body_bytes_max = answer_bytes_max;
  return options;
}

// A loop and the client on it. What hangs goes with it: destroying it ends every exchange there.
struct Line {
  asio::io_context context{1};
  HttpClient client{context.get_executor(), client_options()};
};

class Webhook final : public Courier {
 public:
  explicit Webhook(Url url) : url_(std::move(url)) {}

  Result<unsigned> post(std::string_view json) override;
  void hurry(std::chrono::milliseconds time_max) override;

 private:
  HttpRequest request_of(std::string_view json) const;
  asio::awaitable<void> fetch(Line& line, const HttpRequest& request,
                              std::optional<Result<HttpResponse>>& answer) const;
  Line& open_line();
  void drop_line();
  bool is_patient_until(Moment::time_point end) const {
    return !interrupted_ && Moment::now() < end;
  }

  const Url url_;
  std::atomic<std::chrono::milliseconds> time_max_{webhook_time_max};
  std::atomic<bool> interrupted_ = false;
  std::mutex mutex_;            // of line_ as a pointer: hurry() wakes its loop
  std::unique_ptr<Line> line_;  // null: none yet, or one that hung
};

HttpRequest Webhook::request_of(std::string_view json) const {
  HttpRequest request;
  request.method = "POST";
  request.target = url_.target;
  request.fields.add("Content-Type", "application/json").add("User-Agent", "pail");
  request.body = json;
  return request;
}

asio::awaitable<void> Webhook::fetch(Line& line, const HttpRequest& request,
                                     std::optional<Result<HttpResponse>>& answer) const {
  answer.emplace(co_await line.client.fetch(url_.origin, request));
}

Line& Webhook::open_line() {
  const std::scoped_lock lock(mutex_);
  if (!line_) line_ = std::make_unique<Line>();
  return *line_;
}

void Webhook::drop_line() {
  const std::scoped_lock lock(mutex_);
  line_.reset();
}

// Whoever hurries stores the time first and interrupts then, so that either the loop below ends or
// the new time is read here.
Result<unsigned> Webhook::post(std::string_view json) {
  interrupted_ = false;
  const Moment::time_point end = Moment::now() + time_max_.load();
  const HttpRequest request = request_of(json);
  std::optional<Result<HttpResponse>> answer;
  Line& line = open_line();
  line.context.restart();
  asio::co_spawn(line.context, fetch(line, request, answer), asio::detached);
  while (!answer && is_patient_until(end)) line.context.run_one_until(end);
  if (!answer) {
    drop_line();
    return wire::Error(Errc::NetworkFailure, "No answer in time.").with(phase_element, "wait");
  }
  if (!*answer) return std::move(*answer).error();
  return answer->value().status();
}

void Webhook::hurry(std::chrono::milliseconds time_max) {
  time_max_ = time_max;
  interrupted_ = true;
  const std::scoped_lock lock(mutex_);
  if (line_) asio::post(line_->context, [] {});
}

}  // namespace

Result<void> check_webhook(const std::string& url) {
  PAIL_TRY(parse_url(url));
  return wire::ok();
}

std::unique_ptr<Courier> make_webhook(const std::string& url) {
  auto parsed = parse_url(url);
  if (!parsed) throw std::invalid_argument("not an http URL: " + url);
  return std::make_unique<Webhook>(std::move(parsed.value()));
}

}  // namespace pail::net
