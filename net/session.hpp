// One connection of the server, from accept to close: reads heads, asks the Service, takes bodies
// in and gives replies out. One coroutine per session; requests of a connection are served one
// after the other, in order.
//
// Owned by its coroutine (run_session). Confined to its loop's thread, but for service calls that
// may block. Whatever fails ends this session alone: a service that throws answers InternalError
// and the connection closes.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "net/body_framing.hpp"
#include "net/channel.hpp"
#include "net/head_parser.hpp"
#include "net/read_buffer.hpp"

namespace pail::net {

class Aside;

class Session {
 public:
  Session(LoopState& state, Socket socket, std::string peer);

  Task<void> run();
  // Instead of run(): tells the client that there is no room for it, and closes.
  Task<void> turn_away();

 private:
  Task<bool> handshake();
  Task<bool> receive_head();
  Result<bool> parse_head();
  Task<bool> outlast_silence();
  Task<void> refuse(wire::Error error);

  Task<void> serve();
  std::unique_ptr<Upload> begin();
  Result<void> take_what_came(Upload& upload);
  Result<void> write(Upload& upload, Bytes payload);
  Result<void> finish(Upload& upload);
  Task<Result<void>> receive(Upload* upload);
  Task<Result<void>> pump(Upload* upload);
  Task<Result<void>> pump_aside(Upload* upload);
  Task<Result<void>> pump_pieces(Upload* upload, Aside* aside);
  Task<Result<void>> deliver(std::span<char> received, std::size_t& consumed, Upload* upload);
  Task<Result<std::size_t>> receive_piece(Upload* upload, Aside* aside,
                                          std::uint64_t bytes_max = UINT64_MAX);
  Task<Result<void>> deliver_aside(std::span<char> received, std::size_t& consumed, Upload* upload,
                                   Aside& aside, PiecePool::Lease lease);

  Task<bool> redeem();
  Task<bool> send(bool to_head);
  Task<bool> stream(Source& source, std::uint64_t remaining);
  std::optional<Result<Bytes>> piece_at_once(Source& source, std::uint64_t remaining) noexcept;
  Task<Result<Bytes>> piece_on_pool(Source& source, std::uint64_t remaining);
  // What a Carriage asks for: session_carriage.cpp.
  Task<bool> wait(std::chrono::milliseconds time);
  Task<Result<void>> pump_as_told(Upload* upload, const Carriage& told);
  Task<Result<std::size_t>> receive_slice(Upload* upload, std::size_t bytes_max);
  Task<bool> send_as_told(const Reply& reply, Source* source, Bytes first, std::uint64_t size,
                          bool to_head);
  Task<bool> stream_as_told(const Carriage& told, Source* source, Bytes piece,
                            std::uint64_t remaining);
  bool cut(bool reset) noexcept;

  Task<void> settle(bool sent);
  Task<void> linger();
  bool may_keep_alive() const noexcept;

  Task<void> fail(wire::Error error, const Request* request, Upload* upload);
  // `work` returns a Result; InternalError when it throws.
  template <class F>
  std::invoke_result_t<F&> guarded(F& work) noexcept;
  // The same on the pool of blocking calls.
  template <class F>
  Task<std::invoke_result_t<F&>> on_pool(F work);
  // Wherever this exchange's calls belong.
  template <class F>
  Task<std::invoke_result_t<F&>> call(F work);

  LoopState& state_;
  Channel channel_;
  std::string peer_;
  std::string peer_subject_;
  ReadBuffer buffer_;
  RequestHead head_;
  BodyFraming body_;
  Reply reply_;  // to the request being served; not passed around, so that coroutine frames stay
                 // small
  std::string reply_head_;
  bool awaits_continue_ = false;  // the client holds its body back until we ask for it
  bool keep_alive_ = true;
  bool broken_ = false;               // a service call threw
  bool may_block_ = false;            // calls of the exchange under way go to the pool
  bool finished_ = false;             // its upload is, and reply_ is what came of it
  const Carriage* way_in_ = nullptr;  // of its upload's body; null: as it comes
};

// The coroutines that own a session: named functions, since gcc 12 destroys a temporary lambda's
// captures too early.
Task<void> run_session(std::unique_ptr<Session> session);
Task<void> turn_away(std::unique_ptr<Session> session);

}  // namespace pail::net
