#include "cli/audit_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/fail.hpp"

namespace pail::cli {
namespace {

constexpr int owner_only = 0600;  // it says who did what

int open_for_appending(const std::string& path) {
  if (path == "-") return ::dup(STDOUT_FILENO);
  return ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, owner_only);
}

}  // namespace

AuditFile::AuditFile(std::string path)
    : path_(std::move(path)), descriptor_(open_for_appending(path_)) {
  if (descriptor_ < 0) fail_usage("--audit: " + path_ + ": " + std::strerror(errno));
}

AuditFile::~AuditFile() {
  ::close(descriptor_);
}

bool AuditFile::write(const std::string& line) {
  const std::scoped_lock lock(mutex_);
  ssize_t written = -1;
  do {
    written = ::write(descriptor_, line.data(), line.size());
  } while (written < 0 && errno == EINTR);
  return written == static_cast<ssize_t>(line.size());
}

bool AuditFile::reopen() {
  const int next = open_for_appending(path_);
  if (next < 0) return false;
  const std::scoped_lock lock(mutex_);
  ::close(descriptor_);
  descriptor_ = next;
  return true;
}

}  // namespace pail::cli
