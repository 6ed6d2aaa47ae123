# The images of a commit, with all their build arguments: `docker buildx bake --file .ci/docker-bake.hcl`, in a job of
# GitLab's. The images that they are made of stand in their Dockerfiles.

variable "VERSION" { # of package.json
  validation {
    condition     = VERSION != ""
    error_message = "VERSION is not set: no release can be made of this image."
  }
}
variable "DOCKER_HUB" { default = "docker.io" }
variable "CI_REGISTRY_IMAGE" {}
variable "CI_COMMIT_SHA" {}
variable "CI_COMMIT_TIMESTAMP" {}
variable "CI_PROJECT_URL" {}
variable "CI_COMMIT_TAG" { default = "" }
variable "CI_COMMIT_BRANCH" { default = "" }
variable "CI_DEFAULT_BRANCH" { default = "main" }

group "default" {
  # A tag builds no runner: it takes the one that was tested, as it is.
  targets = CI_COMMIT_TAG == "" ? ["runner", "simulator"] : ["simulator"]
}

target "runner" {
  dockerfile = "runner/Dockerfile"
  args = {
    DOCKER_HUB = DOCKER_HUB
    VERSION  = VERSION
    REVISION = CI_COMMIT_SHA
    CREATED  = CI_COMMIT_TIMESTAMP
    SOURCE   = CI_PROJECT_URL
  }
  tags = ["${CI_REGISTRY_IMAGE}/runner:${CI_COMMIT_SHA}"]
  # A release may be made of what the default branch builds; elsewhere one architecture is enough to try a change out.
  platforms = CI_COMMIT_BRANCH == CI_DEFAULT_BRANCH ? ["linux/amd64", "linux/arm64"] : ["linux/amd64"]
  attest    = ["type=sbom,generator=${DOCKER_HUB}/docker/buildkit-syft-scanner:stable-1@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9", "type=provenance,mode=max"]
  output    = ["type=registry"]
}

target "simulator" {
  dockerfile = "test/simulator/Dockerfile"
  args       = { DOCKER_HUB = DOCKER_HUB }
  tags       = ["${CI_REGISTRY_IMAGE}/simulator:${CI_COMMIT_SHA}"]
  platforms  = ["linux/amd64"]
  output     = ["type=registry"]
}
