// One exchange from head to reply, as net would have it.
#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <variant>

#include "emulator/emulator.hpp"

namespace pail::testing {

inline net::Reply answer(emulator::Emulator& s3, const net::Request& request,
                         std::string_view body) {
  net::Begin begin = s3.begin(request);
  if (auto* const reply = std::get_if<net::Reply>(&begin)) return std::move(*reply);
  net::Upload& upload = *std::get<std::unique_ptr<net::Upload>>(begin);
  auto written = upload.write(wire::as_bytes(body));
  if (!written) return s3.fail(written.error(), &request, &upload);
  auto reply = upload.finish();
  return reply ? std::move(reply.value()) : s3.fail(reply.error(), &request, &upload);
}

}  // namespace pail::testing
