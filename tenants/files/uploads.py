"""What of an uploaded file reaches the disk before a form has seen it."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from tenants.files.pictures import LIMIT


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Write no more than the largest file that we take, and count the rest.

    The form gets the file with the size that was sent, so it is refused at its field and nothing typed is lost.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start < LIMIT:
            self.file.write(raw_data[: LIMIT - start])
