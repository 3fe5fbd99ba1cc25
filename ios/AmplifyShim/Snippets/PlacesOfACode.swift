func show(details: AuthCodeDeliveryDetails) {
  if case .email(let address) = details.destination { print(address ?? "") }
}
