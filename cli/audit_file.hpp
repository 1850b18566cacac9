// Where `pail signer` writes its audit log: a file that is appended to, line by line, or standard
// output. Thread-safe.
#pragma once

#include <mutex>
#include <string>

namespace pail::cli {

class AuditFile {
 public:
  // "-" is standard output. Ends the command with exit_usage when it cannot be opened.
  explicit AuditFile(std::string path);
  AuditFile(const AuditFile&) = delete;
  AuditFile& operator=(const AuditFile&) = delete;
  ~AuditFile();

  // In one system call, so that lines of several processes do not mix. False: not all of it.
  bool write(const std::string& line);
  // After the file was moved away. False: it cannot be opened, and the old one is still written.
  bool reopen();

 private:
  std::string path_;
  std::mutex mutex_;
  int descriptor_;
};

}  // namespace pail::cli
