#include "cli/interruption.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "client/transfer/transfer.hpp"

namespace pail::cli {
namespace {

constexpr std::string_view signal_element = "Signal";

bool is_ignored(int signal) {
  struct sigaction action {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

void announce(const client::Descriptor& event) {
  const std::uint64_t once = 1;
  [[maybe_unused]] const ssize_t written = ::write(event.number(), &once, sizeof once);
}

}  // namespace

wire::Error interruption_by(int signal, std::string_view message) {
  return wire::Error(wire::Errc::Cancelled, message).with(signal_element, std::to_string(signal));
}

int signal_of(const wire::Error& error) noexcept {
  if (error.code() != wire::Errc::Cancelled) return 0;
  const std::string_view number = error.detail(signal_element);
  if (number == std::to_string(SIGINT)) return SIGINT;
  return number == std::to_string(SIGTERM) ? SIGTERM : 0;
}

bool leaves_parts(const wire::Error& failure) {
  return !failure.detail(client::transfer::left_upload_element).empty();
}

bool is_told(const wire::Error& failure) {
  return failure.code() != wire::Errc::Cancelled || leaves_parts(failure);
}

Interruption::Interruption(client::BlockingClient& s3) : s3_(s3) {
  sigemptyset(&watched_);
  for (const int signal : {SIGINT, SIGTERM}) {
    if (!is_ignored(signal)) sigaddset(&watched_, signal);
  }
  pthread_sigmask(SIG_BLOCK, &watched_, &before_);
  signals_ = client::Descriptor(::signalfd(-1, &watched_, SFD_CLOEXEC));
  interrupted_ = client::Descriptor(::eventfd(0, EFD_CLOEXEC));
  over_ = client::Descriptor(::eventfd(0, EFD_CLOEXEC));
  thread_ = std::thread([this] { watch(); });
}

Interruption::~Interruption() {
  announce(over_);
  thread_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Interruption::watch() {
  std::array<pollfd, 2> watched{{{signals_.number(), POLLIN, 0}, {over_.number(), POLLIN, 0}}};
  for (;;) {
    if (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) continue;
    if ((watched[0].revents & POLLIN) == 0) return;
    signalfd_siginfo info{};
    if (::read(signals_.number(), &info, sizeof info) != sizeof info) return;
    interrupt(static_cast<int>(info.ssi_signo));
  }
}

void Interruption::interrupt(int signal) {
  const bool is_first = !std::exchange(was_interrupted_, true);
  announce(interrupted_);
  if (is_first && s3_.stop(interruption_by(signal))) return;
  // By the signal itself, so that a shell knows why.
  pthread_sigmask(SIG_UNBLOCK, &watched_, nullptr);
  ::raise(signal);
}

}  // namespace pail::cli
