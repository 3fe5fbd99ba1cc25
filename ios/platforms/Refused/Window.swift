// expect on watchOS: cannot find type 'ASPresentationAnchor' in scope
import AuthenticationServices

func show(on window: ASPresentationAnchor) {}
