#include "emulator/store/blob_disk.hpp"

#include <algorithm>
#include <utility>

#include "wire/digest.hpp"

namespace pail::store {
namespace {

// Connections kept for reading bodies; more readers at once open one for the occasion.
constexpr std::size_t spare_readers_max = 8;

std::uint32_t crc_of(Bytes bytes) {
  return wire::Crc32c().update(bytes).value();
}

}  // namespace

// Small until it outgrows a row.
class DiskBlobWriter final : public BlobWriter {
 public:
  explicit DiskBlobWriter(std::shared_ptr<BlobStore> store)
      : store_(std::move(store)), id_(store_->next_id()) {}
  DiskBlobWriter(const DiskBlobWriter&) = delete;
  DiskBlobWriter& operator=(const DiskBlobWriter&) = delete;
  ~DiskBlobWriter() override {
    if (file_) store_->remove_file(id_);
  }

  Result<void> write(Bytes piece) override {
    if (!file_ && small_.size() + piece.size() <= body_row_bytes_max) {
      small_ += wire::as_text(piece);
      return wire::ok();
    }
    if (!file_) {
      PAIL_TRY(file_, store_->create_file(id_));
      PAIL_TRY(append(wire::as_bytes(std::exchange(small_, {}))));
    }
    return append(piece);
  }

  Result<BlobPtr> close() override {
    if (!file_) return close_row();
    if (store_->options_.sync) {
      const Result<void> synced = file_->sync();
      if (!synced) return store_->told(synced.error());
    }
    const BlobRef ref{BlobPlace::file, id_, size_, crc_.value()};
    auto blob = std::make_shared<const DiskBlob>(store_, ref, DiskBlob::State::fresh);
    file_.reset();
    return BlobPtr(std::move(blob));
  }

 private:
  Result<BlobPtr> close_row() {
    const BlobRef ref{BlobPlace::row, id_, small_.size(), crc_of(wire::as_bytes(small_))};
    small_.shrink_to_fit();
    store_->cache.add(id_, std::move(small_), true);
    return BlobPtr(std::make_shared<const DiskBlob>(store_, ref, DiskBlob::State::fresh));
  }

  Result<void> append(Bytes piece) {
    const Result<void> written = file_->write(piece, size_);
    if (!written) return store_->told(written.error());
    crc_.update(piece);
    size_ += piece.size();
    return wire::ok();
  }

  const std::shared_ptr<BlobStore> store_;
  const std::uint64_t id_;
  std::string small_;
  std::unique_ptr<File> file_;
  std::uint64_t size_ = 0;  // of the file
  wire::Crc32c crc_;        // of the file
};

DiskBlob::DiskBlob(std::shared_ptr<BlobStore> store, const BlobRef& ref, State state) noexcept
    : store_(std::move(store)), ref_(ref), state_(state) {
  store_->held_.fetch_add(1, std::memory_order_relaxed);
}

DiskBlob::~DiskBlob() {
  store_->held_.fetch_sub(1, std::memory_order_relaxed);
  if (ref_.place == BlobPlace::row) store_->cache.remove(ref_.id);
  if (state() == State::fresh) {
    if (ref_.place == BlobPlace::file) store_->remove_file(ref_.id);
  } else if (!store_->closed_) {
    state() == State::stored ? store_->trash.add(ref_) : store_->trash.add_uncertain(ref_);
  }
}

// What the cache has. Whether the system has read a file before is not asked: bodies in files are
// large, and changing the thread is little beside copying a piece of one.
std::optional<Result<Bytes>> DiskBlob::read_at_once(std::uint64_t offset, std::size_t bytes_max,
                                                    std::vector<std::byte>& scratch) const {
  if (offset >= ref_.size) return Result<Bytes>(Bytes());
  if (ref_.place == BlobPlace::file) return std::nullopt;
  if (!store_->cache.take(ref_.id, offset, bytes_max, scratch)) return std::nullopt;
  return Result<Bytes>(Bytes(scratch));
}

Result<Bytes> DiskBlob::read(std::uint64_t offset, std::size_t bytes_max,
                             std::vector<std::byte>& scratch) const {
  if (auto piece = read_at_once(offset, bytes_max, scratch)) return std::move(*piece);
  const auto length =
      static_cast<std::size_t>(std::min<std::uint64_t>(bytes_max, ref_.size - offset));
  if (ref_.place == BlobPlace::file) return store_->read_file(ref_, offset, length, scratch);
  Result<std::string> body = store_->read_row(ref_);
  if (!body) return store_->told(body.error());
  const Bytes piece =
      wire::as_bytes(body.value()).subspan(static_cast<std::size_t>(offset), length);
  scratch.assign(piece.begin(), piece.end());
  store_->cache.add(ref_.id, std::move(body.value()), false);
  return Bytes(scratch);
}

BlobStore::BlobStore(BlobStoreOptions options)
    : options_(std::move(options)), next_id_(options_.first_id) {}

std::unique_ptr<BlobWriter> BlobStore::writer() {
  return std::make_unique<DiskBlobWriter>(shared_from_this());
}

BlobPtr BlobStore::restore(const BlobRef& ref) {
  return std::make_shared<const DiskBlob>(shared_from_this(), ref, DiskBlob::State::stored);
}

void BlobStore::close() {
  closed_ = true;
  const std::lock_guard lock(mutex_);
  readers_.clear();
}

void BlobStore::tell(const wire::Error& error) const {
  if (options_.report) options_.report(wire::sentence(error));
}

wire::Error BlobStore::told(const wire::Error& error) const {
  tell(error);
  return error.code();
}

Result<std::unique_ptr<File>> BlobStore::create_file(std::uint64_t id) {
  const auto [folder, file] = blob_file(options_.directory, id);
  const auto create = [&, &folder = folder, &file = file]() -> Result<std::unique_ptr<File>> {
    std::atomic<bool>& has_folder = has_folder_[blob_folder(id)];
    if (!has_folder) {
      PAIL_TRY(options_.files->make_directory(folder));
      if (options_.sync) {
        PAIL_TRY(options_.files->sync_directory(folder.parent_path()));
      }
      has_folder = true;
    }
    return options_.files->create(file);
  };
  Result<std::unique_ptr<File>> created = create();
  if (!created) return told(created.error());
  return created;
}

void BlobStore::remove_file(std::uint64_t id) noexcept {
  const Result<void> removed = options_.files->remove(path_of(id));
  if (!removed) tell(removed.error());
}

Result<std::unique_ptr<BlobStore::Reader>> BlobStore::take_reader() {
  {
    const std::lock_guard lock(mutex_);
    if (!readers_.empty()) {
      std::unique_ptr<Reader> reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  PAIL_TRY(Connection connection,
           Connection::open((options_.directory / database_name).string(),
                            Connection::Mode::read_only, options_.sqlite_vfs));
  PAIL_TRY(Statement select, connection.prepare("SELECT bytes FROM bodies WHERE id = ?"));
  return std::make_unique<Reader>(Reader{std::move(connection), std::move(select)});
}

Result<std::string> BlobStore::read_row(const BlobRef& ref) {
  PAIL_TRY(std::unique_ptr<Reader> reader, take_reader());
  PAIL_TRY(const bool found, reader->select.bind(1, ref.id).step());
  std::string bytes(found ? reader->select.bytes(0) : std::string_view());
  reader->select.reset();
  if (bytes.size() != ref.size || crc_of(wire::as_bytes(bytes)) != ref.crc) {
    return wire::Error(wire::Errc::InternalError,
                       "body " + std::to_string(ref.id) + (found ? " is damaged" : " is missing"));
  }
  const std::lock_guard lock(mutex_);
  if (readers_.size() < spare_readers_max) readers_.push_back(std::move(reader));
  return bytes;
}

Result<Bytes> BlobStore::read_file(const BlobRef& ref, std::uint64_t offset, std::size_t length,
                                   std::vector<std::byte>& scratch) const {
  const auto read = [&]() -> Result<std::size_t> {
    PAIL_TRY(const auto file, options_.files->open(path_of(ref.id)));
    scratch.resize(length);
    return file->read(scratch, offset);
  };
  const Result<std::size_t> got = read();
  if (!got) return told(got.error());
  if (got.value() == length) return Bytes(scratch);
  return told(wire::Error(wire::Errc::InternalError,
                          path_of(ref.id).string() + " is shorter than its entry says"));
}

}  // namespace pail::store
