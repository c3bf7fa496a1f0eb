"""What all tests share."""


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "page_errors_expected: this test provokes script errors or policy violations in its pages"
    )
