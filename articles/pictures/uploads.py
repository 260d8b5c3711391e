"""Bounds what a request may bring along, before anyone asks who sends it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from articles.pictures.darkroom import MAX_BYTES

# Of all files of one request.
MOST = 12 * MAX_BYTES


class BoundedUpload(FileUploadHandler):
    """Keeps nothing of a file beyond what a picture may weigh, and ends an endless request."""

    def __init__(self, request=None):
        super().__init__(request)
        self.total = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.size = 0

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        self.total += len(raw_data)
        if self.total > MOST:
            raise StopUpload(connection_reset=True)
        return raw_data if self.size <= MAX_BYTES else None

    def file_complete(self, file_size):
        if self.size <= MAX_BYTES:
            return None
        for handler in self.request.upload_handlers:
            handler.upload_interrupted()  # what they kept so far goes
        file = SimpleUploadedFile(self.file_name, b"", self.content_type)
        file.is_too_large = True
        return file
