variable "name" {
  description = "Begins the names of the roles and policies, such as web, or team-a where many services share them."
  type        = string
}

variable "region" {
  description = "Region of the services."
  type        = string
}

variable "cluster_name" {
  description = "ECS cluster of the services."
  type        = string
}

variable "service_name" {
  description = "ECS service; web-* stands for all whose names begin like that."
  type        = string
}

variable "task_family" {
  description = "Task definition family; web-* stands for many."
  type        = string
}

variable "repository_name" {
  description = "ECR repository; web/* stands for many."
  type        = string
}

variable "task_role_arns" {
  description = "Execution roles and task roles that the task definitions name; a deployment passes them on."
  type        = list(string)
  validation {
    condition     = length(var.task_role_arns) > 0
    error_message = "Name the execution role at least: every task definition with an image in ECR has one."
  }
}

variable "ecs_role_arns" {
  description = "Roles that ECS assumes for load balancers and lifecycle hooks of the service, which a deployment looks at."
  type        = list(string)
  default     = []
}

variable "log_groups" {
  description = "CloudWatch log groups of the containers, by name; /ecs/web-* stands for many."
  type        = list(string)
  validation {
    condition     = length(var.log_groups) > 0
    error_message = "Name the log groups: without them a failed deployment shows no log lines."
  }
}

variable "secrets" {
  description = "Secrets that the task definitions name, as the end of an ARN, such as web/database-??????; by default any, which are looked at and not read."
  type        = list(string)
  default     = ["*"]
}

variable "gitlab_url" {
  description = "Address of GitLab, or the issuer of its ID tokens where that is another one."
  type        = string
  default     = "https://gitlab.com"
}

variable "id_token_audience" {
  description = "Audience of the ID tokens, as in the input id_token_audience; by default the address of GitLab."
  type        = string
  default     = null
}

variable "create_oidc_provider" {
  description = "Whether to create GitLab's identity provider: once for each AWS account and GitLab."
  type        = bool
  default     = false
}

variable "projects" {
  description = "GitLab projects whose jobs may assume the roles, such as shop/web."
  type        = list(string)
}

variable "build_refs" {
  description = "Branches that build and plan."
  type        = string
  default     = "*"
}

variable "deploy_refs" {
  description = "Branches that deploy."
  type        = string
  default     = "main"
}
