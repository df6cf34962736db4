def main() -> None:
    print("report ready")
